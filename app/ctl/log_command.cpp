// SPDX-License-Identifier: GPL-3.0-or-later
// `log`: the protocol logs of the profile; needs neither store nor lock.
#include "ctl/commands.h"
#include "ctl/json.h"
#include "model/ids.h"
#include "platform/profile.h"

#include <QDir>
#include <QFile>
#include <QTimer>

#include <chrono>
#include <vector>

namespace fulmar::ctl {
namespace {

using namespace std::chrono_literals;

class Log : public Command {
public:
    using Command::Command;
    void start() override
    {
        const QDir folder(context().profile->logFolder());
        const QString account = arguments().value(QStringLiteral("account"));
        if (!account.isEmpty() && !AccountId::parse(account.toStdString()))
            return fail(noSuch(tr("There is no account \"%1\".").arg(account),
                tr("Give the id that \"fulmarctl account list\" shows.")));
        const QString pattern
            = account.isEmpty() ? QStringLiteral("*.log") : account + QStringLiteral(".log");
        for (const auto& name : folder.entryList({ pattern }, QDir::Files, QDir::Name))
            m_files.push_back({ .path = folder.filePath(name), .account = name.chopped(4) });
        if (m_files.empty() && !arguments().has(QStringLiteral("follow")))
            return fail(noSuch(tr("There is no protocol log yet."), tr("Run: fulmarctl sync")));
        printNews();
        if (!arguments().has(QStringLiteral("follow")))
            return finish();
        connect(&m_timer, &QTimer::timeout, this, &Log::printNews);
        m_timer.start(250ms);
    }

    void interrupt() override
    {
        if (m_timer.isActive())
            finish();
        else
            Command::interrupt();
    }

private:
    struct Followed {
        QString path, account;
        qint64 read = 0;
    };

    void printNews()
    {
        for (auto& followed : m_files) {
            QFile file(followed.path);
            if (!file.open(QIODevice::ReadOnly))
                continue;
            if (file.size() < followed.read) // a new file has taken the place of a full one
                followed.read = 0;
            file.seek(followed.read);
            const QByteArray news = file.readAll();
            const auto whole = news.lastIndexOf('\n') + 1;
            followed.read += whole;
            const auto lines = news.left(whole).split('\n');
            for (qsizetype i = 0; i + 1 < lines.size(); ++i) {
                const QString line = QString::fromUtf8(lines.at(i));
                print({ { QStringLiteral("account"), followed.account },
                          { QStringLiteral("line"), line } },
                    line);
            }
        }
    }

    std::vector<Followed> m_files;
    QTimer m_timer;
};

} // namespace

std::unique_ptr<Command> makeLog(const CommandContext& context)
{
    return std::make_unique<Log>(context);
}

} // namespace fulmar::ctl
