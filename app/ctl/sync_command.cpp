// SPDX-License-Identifier: GPL-3.0-or-later
// `sync` and `sync --watch`.
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "engine.h"
#include "platform/engine_host.h"

#include <QLocale>

namespace fulmar::ctl {
namespace {

QJsonObject folderJson(const FolderReport& report)
{
    return {
        { QStringLiteral("account"), text(report.account.toString()) },
        { QStringLiteral("folder"), text(report.path) },
        { QStringLiteral("new"), static_cast<qint64>(report.added) },
        { QStringLiteral("changed"), static_cast<qint64>(report.changed) },
        { QStringLiteral("vanished"), static_cast<qint64>(report.vanished) },
        { QStringLiteral("total"), static_cast<qint64>(report.total) },
        { QStringLiteral("unread"), static_cast<qint64>(report.unread) },
        { QStringLiteral("bytesIn"), static_cast<qint64>(report.bytesIn) },
        { QStringLiteral("bytesOut"), static_cast<qint64>(report.bytesOut) },
        { QStringLiteral("seconds"), report.seconds },
    };
}

QString folderLine(const FolderReport& report)
{
    return Command::tr("%1: %2 new, %3 changed, %4 gone; %5 in all, %6 unread")
        .arg(text(report.path))
        .arg(report.added)
        .arg(report.changed)
        .arg(report.vanished)
        .arg(report.total)
        .arg(report.unread);
}

/// What a person should hear of beside the failures of whole accounts; empty for what concerns
/// developers alone.
QString noticeLine(const Notice& notice)
{
    const QString words = notice.error ? app::wordingFor(*notice.error).sentence
                                       : text(notice.serverText).simplified();
    switch (notice.kind) {
    case Notice::Kind::ActionRefused:
        return Command::tr("The server refused to %1: %2").arg(text(notice.subject), words);
    case Notice::Kind::ActionWaits:
        return Command::tr("The server cannot %1 now; it is tried again: %2")
            .arg(text(notice.subject), words);
    case Notice::Kind::KeywordNotKept:
        return words;
    case Notice::Kind::MailRefused:
        return Command::tr("\"%1\" was not sent: %2").arg(text(notice.subject), words);
    case Notice::Kind::MailUnknown:
        return Command::tr("\"%1\" may have been sent; the next sync looks for it.")
            .arg(text(notice.subject));
    case Notice::Kind::MailBounced:
        return Command::tr("A mail to %1 came back: %2")
            .arg(text(notice.subject), text(notice.serverText).simplified());
    case Notice::Kind::ServerAlert:
        return Command::tr("The server says: %1").arg(text(notice.serverText).simplified());
    case Notice::Kind::CacheRebuilt:
        return Command::tr(
            "The local copy of the mail was damaged and is built anew from the server.");
    case Notice::Kind::Skipped:
        break;
    }
    return {};
}

class Sync : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto account
            = findAccountOption(reader(), arguments().value(QStringLiteral("account")));
        if (!account)
            return fail(account.error());
        SyncRequest request{ .account = *account,
            .folder = {},
            .headersOnly = arguments().has(QStringLiteral("headers-only")) };
        if (arguments().has(QStringLiteral("folder")))
            request.folder = arguments().value(QStringLiteral("folder")).toStdString();
        m_watching = arguments().has(QStringLiteral("watch"));
        m_account = *account;
        m_folder = request.folder;
        connect(&engine(), &Engine::noticed, this, [this](const Notice& notice) {
            if (const QString line = noticeLine(notice); !line.isEmpty())
                note(line);
        });
        engine().sync(request,
            { .folder = guarded([this](const FolderReport& report) { folderDone(report); }),
                .done = guarded([this](const SyncReport& report) { syncDone(report); }) });
    }

    void interrupt() override
    {
        if (m_watching)
            finish();
        else
            Command::interrupt();
    }

private:
    void folderDone(const FolderReport& report)
    {
        ++m_folders;
        print(folderJson(report), folderLine(report));
    }

    void syncDone(const SyncReport& report)
    {
        print(
            {
                { QStringLiteral("done"), true },
                { QStringLiteral("seconds"), report.seconds },
                { QStringLiteral("bytesIn"), static_cast<qint64>(report.bytesIn) },
                { QStringLiteral("bytesOut"), static_cast<qint64>(report.bytesOut) },
                { QStringLiteral("bodiesMissing"), static_cast<qint64>(report.bodiesMissing) },
            },
            tr("Done in %1 s, %2 received.")
                .arg(report.seconds, 0, 'f', 1)
                .arg(sizeText(report.bytesIn)));
        ExitCode worst = ExitCode::Done;
        for (const auto& [account, error] : report.errors) {
            const auto failure = failureOf(error, contextOf(reader(), account));
            printOnce(failure);
            worst = worse(worst, failure.exitCode);
        }
        if (m_folder && m_folders == 0 && worst == ExitCode::Done)
            return fail(noSuch(tr("There is no folder \"%1\".").arg(text(*m_folder)),
                tr("See: fulmarctl folder list")));
        if (!m_watching)
            return finish(worst);
        watch();
    }

    /// Receiving and sending often fail for one reason.
    void printOnce(const Failure& failure)
    {
        if (!m_printed.contains(failure.message))
            report(failure);
        m_printed += failure.message;
    }

    void watch()
    {
        connect(&host(), &app::EngineHost::folderPushed, this, [this](const FolderReport& report) {
            if (!m_account || *m_account == report.account)
                print(folderJson(report), folderLine(report));
        });
        host().watch();
    }

    bool m_watching = false;
    int m_folders = 0;
    std::optional<AccountId> m_account;
    std::optional<std::string> m_folder;
    QStringList m_printed;
};

} // namespace

std::unique_ptr<Command> makeSync(const CommandContext& context)
{
    return std::make_unique<Sync>(context);
}

} // namespace fulmar::ctl
