// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window_program.h"

#include "gui/icon_provider.h"
#include "gui/startup_watch.h"
#include "platform/ipc_client.h"
#include "wording.h"

#include <QCommandLineParser>
#include <QDir>
#include <QEventLoop>
#include <QFontDatabase>
#include <QIcon>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTimer>

#include <chrono>
#include <sysexits.h>

namespace fulmar::app {
namespace {

constexpr auto raiseWait
    = std::chrono::seconds(3); ///< a window that does not answer in this time does not answer
constexpr auto stopWait
    = std::chrono::seconds(8); ///< closing drafts and connections; then the program ends anyway

/// Asks the program that has the profile open to show its window; false where that is no window.
bool raiseOther(const Profile& profile)
{
    IpcClient client(profile);
    QEventLoop loop;
    bool raised = false;
    QObject::connect(&client, &IpcClient::exited, &loop, [&](int code) {
        raised = code == EX_OK;
        loop.quit();
    });
    QObject::connect(&client, &IpcClient::unreachable, &loop, &QEventLoop::quit);
    QObject::connect(&client, &IpcClient::lost, &loop, &QEventLoop::quit);
    QTimer::singleShot(raiseWait, &loop, &QEventLoop::quit);
    IpcRequest request;
    request.raise = true;
    client.send(request);
    loop.exec();
    return raised;
}

QString inOneLine(const Wording& words)
{
    return words.hint.isEmpty() ? words.sentence : words.sentence + QLatin1Char(' ') + words.hint;
}

} // namespace

WindowProgram::WindowProgram(QGuiApplication& application) : m_application(application) { }

WindowProgram::~WindowProgram() = default;

bool WindowProgram::readCommandLine()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Mail for your desktop: IMAP, SMTP, offline."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption profile(QStringLiteral("profile"),
        tr("Keep everything in <folder> instead of the usual place."), tr("folder"));
    parser.addOption(profile);
    parser.addPositionalArgument(QStringLiteral("mailto"),
        tr("Write a message to this mailto: address."), QStringLiteral("[mailto:…]"));
    parser.process(m_application);
    m_profile = locateProfile(parser.value(profile));
    m_mailto = parser.positionalArguments().value(0);
    return true;
}

int WindowProgram::run()
{
    qCDebug(startupLog, "application ready after %lld ms", static_cast<long long>(processAge()));
    readCommandLine();
    chooseFont();
    const auto prepared = prepareProfile(m_profile);
    auto lock = prepared ? ProfileLock::take(m_profile)
                         : Result<ProfileLock>(Unexpected(prepared.error()));
    if (!lock && lock.error().code == "locked" && raiseOther(m_profile))
        return EX_OK;
    m_appearance = std::make_unique<Appearance>(
        QDir(m_profile.folder).filePath(QStringLiteral("window.ini")));
    m_backend = std::make_unique<EngineBackend>(m_profile);
    m_app = std::make_unique<AppViewModel>(*m_backend, *m_appearance);
    connect(
        m_backend.get(), &EngineBackend::openFailed, m_app.get(), &AppViewModel::setStartFailure);
    connect(m_backend.get(), &EngineBackend::raiseRequested, m_app.get(),
        &AppViewModel::raiseRequested);
    if (lock) {
        m_backend->start(std::move(*lock));
        m_app->start();
    } else {
        lockHeld(lock.error());
    }
    qCDebug(startupLog, "profile handed over after %lld ms", static_cast<long long>(processAge()));
    showWindow();
    qCDebug(startupLog, "window made after %lld ms", static_cast<long long>(processAge()));
    if (m_qml->rootObjects().isEmpty())
        return EX_SOFTWARE;
    return QGuiApplication::exec();
}

void WindowProgram::lockHeld(const Error& error)
{
    if (error.code == "locked") {
        m_app->setStartFailure(tr(
            "fulmarctl is at work on this mail right now. Wait until it is done, or stop it, then "
            "start Fulmar again. (%1)")
                                   .arg(QString::fromStdString(error.where)));
        return;
    }
    m_app->setStartFailure(inOneLine(wordingFor(error, { .subject = m_profile.folder })));
}

void WindowProgram::chooseFont()
{
    // Without a desktop's own choice the fallback font of Qt is a guess; Inter is what the window
    // was drawn for.
    if (QFontDatabase::families().contains(QStringLiteral("Inter"))) {
        QFont font = QGuiApplication::font();
        font.setFamily(QStringLiteral("Inter"));
        QGuiApplication::setFont(font);
    }
}

void WindowProgram::showWindow()
{
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    m_qml = std::make_unique<QQmlApplicationEngine>();
    m_qml->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_qml->addImportPath(
        QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("../lib/fulmar/qml")));
    m_qml->addImageProvider(QStringLiteral("icons"), new IconProvider);
    m_qml->setInitialProperties({ { QStringLiteral("app"), QVariant::fromValue(m_app.get()) } });
    m_qml->load(QUrl(QStringLiteral("qrc:/qt/qml/Fulmar/Main/Main.qml")));
    if (m_qml->rootObjects().isEmpty())
        return;
    if (auto* window = qobject_cast<QQuickWindow*>(m_qml->rootObjects().constFirst())) {
        watchFirstList(*window, *m_app->messages());
        m_application.setQuitOnLastWindowClosed(false);
        connect(window, &QQuickWindow::visibleChanged, this, [this](bool visible) {
            if (!visible)
                shutDown();
        });
    }
    if (m_mailto.startsWith(QLatin1String("mailto:"), Qt::CaseInsensitive)) {
        connect(
            m_app.get(), &AppViewModel::readyChanged, this,
            [this] { m_app->composeTo(QUrl(m_mailto)); }, Qt::SingleShotConnection);
    }
}

/// Drafts first, then the connections, then the end; nothing of it may keep the program for ever.
void WindowProgram::shutDown()
{
    if (std::exchange(m_closing, true))
        return;
    QTimer::singleShot(stopWait, qApp, &QCoreApplication::quit);
    connect(m_backend.get(), &EngineBackend::stopped, qApp, &QCoreApplication::quit);
    if (!m_app->hasOpenComposers())
        return m_backend->stop();
    connect(m_app.get(), &AppViewModel::composersClosed, m_backend.get(), &EngineBackend::stop);
    m_app->closeComposers();
}

} // namespace fulmar::app
