// SPDX-License-Identifier: GPL-3.0-or-later
//
// One wall of the HTML view at a time, the others off: a document that no sanitiser has seen, full
// of everything that loads, is drawn by the real engine, and a listener on loopback counts who
// knocks.
//
//   body_walls none|policy|interceptor|network      exit code 0 = as the name promises
//
// "none" is the control: without any wall the document does knock, so the count means something.
#include "request_wall.h"
#include "viewmodels/readable_message.h"

#include <QBuffer>
#include <QFile>
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlContext>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWebEngineProfile>
#include <QQuickWindow>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QWebEngineUrlRequestJob>
#include <QWebEngineUrlScheme>
#include <QWebEngineUrlSchemeHandler>

#include <QtWebEngineQuick>

#include <cstdio>

namespace {

using fulmar::bodyview::bodyScheme;

/// Each way to load something that needs no script, one a line.
const char* const channels
    = "<img src=\"URL/img\"><img srcset=\"URL/srcset 1x\"><picture><source "
      "srcset=\"URL/picture\"><img></picture>"
      "<link rel=stylesheet href=\"URL/link\"><link rel=prefetch href=\"URL/prefetch\">"
      "<link rel=preload as=image href=\"URL/preload\"><link rel=preconnect href=\"URL\">"
      "<link rel=dns-prefetch href=\"URL\"><link rel=icon href=\"URL/icon\">"
      "<style>@import url(\"URL/import\");@font-face{font-family:x;src:url(URL/font)}"
      "body{background:url(URL/background);font-family:x}li{list-style-image:url(URL/list)}"
      "p:before{content:url(URL/content)}p{cursor:url(URL/cursor),auto;border-image:url(URL/"
      "border)}"
      "div{mask-image:url(URL/mask);shape-outside:url(URL/shape);float:left}</style>"
      "<p>x<ul><li>x</ul><div>x</div><table background=\"URL/table\"><tr><td "
      "background=\"URL/td\">x</table>"
      "<iframe src=\"URL/iframe\"></iframe><iframe srcdoc=\"<img src='URL/srcdoc'>\"></iframe>"
      "<object data=\"URL/object\"></object><embed src=\"URL/embed\">"
      "<video src=\"URL/video\" poster=\"URL/poster\" autoplay></video><audio src=\"URL/audio\" "
      "autoplay></audio>"
      "<svg><image href=\"URL/svg\" width=9 height=9></image><use href=\"URL/use#x\"></use></svg>"
      "<input type=image src=\"URL/input\"><form action=\"URL/form\"></form>"
      "<frameset><frame src=\"URL/frame\"></frameset><a href=\"URL/a\" ping=\"URL/ping\">x</a>"
      "<meta http-equiv=refresh content=\"1;url=URL/refresh\">";

class Documents : public QWebEngineUrlSchemeHandler {
    Q_OBJECT
public:
    QByteArray document;
    void requestStarted(QWebEngineUrlRequestJob* job) override
    {
        auto* const reply = new QBuffer(job);
        reply->setData(document);
        job->reply("text/html", reply);
    }
};

QByteArray documentFor(const QByteArray& mode, quint16 port)
{
    QByteArray hostile(channels);
    QFile leaks(qEnvironmentVariable("FULMAR_CORPORA") + QStringLiteral("/httpleaks/leak.html"));
    if (leaks.open(QIODevice::ReadOnly))
        hostile += leaks.readAll()
                       .replace("https://leaking.via", "URL")
                       .replace("http://leaking.via", "URL");
    // A policy governs what a document loads, not where it goes nor whom it greets beforehand: those
    // are for the other walls.
    if (mode == "policy") {
        for (const char* const ungoverned : { "preconnect", "dns-prefetch", "refresh", "Refresh" })
            hostile.replace(ungoverned, "nothing");
    }
    hostile.replace("URL", "http://127.0.0.1:" + QByteArray::number(port));
    const QByteArray policy = mode == "policy"
        ? "<meta http-equiv=\"Content-Security-Policy\" content=\"" + fulmar::app::bodyPolicy()
            + "\">"
        : QByteArray();
    return "<!DOCTYPE html><html><head><meta charset=utf-8>" + policy + "</head><body>" + hostile
        + "</body></html>";
}

/// Loads the document, waits until the engine has been quiet for a while, and counts.
int knocks(const QByteArray& mode)
{
    QTcpServer sink;
    int count = 0;
    if (!sink.listen(QHostAddress::LocalHost))
        return -1;
    QTimer quiet;
    quiet.setSingleShot(true);
    quiet.setInterval(3000); // longer than the refresh in the document
    QObject::connect(&sink, &QTcpServer::newConnection, &sink, [&] {
        ++count;
        while (QTcpSocket* const socket = sink.nextPendingConnection())
            socket->abort();
    });
    fulmar::bodyview::RequestWall wall;
    Documents documents;
    documents.document = documentFor(mode, sink.serverPort());
    QQuickWebEngineProfile profile;
    profile.setOffTheRecord(true);
    profile.installUrlSchemeHandler(bodyScheme, &documents);
    if (mode == "interceptor")
        profile.setUrlRequestInterceptor(&wall);
    QQmlEngine engine;
    engine.rootContext()->setContextProperty(QStringLiteral("mailProfile"), &profile);
    QQmlComponent component(&engine);
    component.setData(
        "import QtQuick\nimport QtWebEngine\nWebEngineView { profile: mailProfile; width: 600; "
        "height: 600; settings.javascriptEnabled: false; settings.errorPageEnabled: false; "
        "signal through; onLoadingChanged: info => { if (info.status !== "
        "WebEngineView.LoadStartedStatus) through() } }",
        QUrl());
    const std::unique_ptr<QObject> view(component.create());
    if (!view) {
        std::fprintf(stderr, "%s\n", qPrintable(component.errorString()));
        return -1;
    }
    QQuickWindow window;
    window.resize(600, 600);
    qobject_cast<QQuickItem*>(view.get())->setParentItem(window.contentItem());
    window.show();
    QObject::connect(&quiet, &QTimer::timeout, qApp, &QCoreApplication::quit);
    QTimer::singleShot(30'000, qApp, &QCoreApplication::quit);
    QObject::connect(view.get(), SIGNAL(through()), &quiet, SLOT(start()));
    view->setProperty("url", QUrl(QStringLiteral("fulmar-cid:message/1")));
    QCoreApplication::exec();
    return count;
}

} // namespace

int main(int argc, char** argv)
{
    const QByteArray mode = argc > 1 ? argv[1] : "";
    if (mode == "network")
        qputenv("QTWEBENGINE_CHROMIUM_FLAGS", fulmar::bodyview::networkWall);
    QWebEngineUrlScheme scheme(bodyScheme);
    scheme.setSyntax(QWebEngineUrlScheme::Syntax::Path);
    scheme.setFlags(QWebEngineUrlScheme::SecureScheme | QWebEngineUrlScheme::NoAccessAllowed);
    QWebEngineUrlScheme::registerScheme(scheme);
    QtWebEngineQuick::initialize();
    const QGuiApplication app(argc, argv);
    const int count = knocks(mode);
    std::printf("%s: %d connections\n", mode.constData(), count);
    return mode == "none" ? (count > 0 ? 0 : 1) : (count == 0 ? 0 : 1);
}

#include "body_walls.moc"
