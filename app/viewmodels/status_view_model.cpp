// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/status_view_model.h"

#include "viewmodels/formats.h"
#include "wording.h"

#include <QLocale>

#include <algorithm>
#include <chrono>

namespace fulmar::app {

StatusViewModel::StatusViewModel(Backend& backend, std::function<QDateTime()> now, QObject* parent)
    : KeyedListModel(parent)
    , m_backend(backend)
    , m_now(now ? std::move(now) : std::function<QDateTime()>(&QDateTime::currentDateTime))
{
    connect(&m_backend, &Backend::accountStatusChanged, this, [this](const AccountStatus& status) {
        m_status[status.account] = status;
        rebuild();
    });
    m_tick.callOnTimeout(this, &StatusViewModel::rebuild); // "in 40 seconds" grows old
    m_tick.start(std::chrono::seconds(10));
}

QHash<int, QByteArray> StatusViewModel::roleNames() const
{
    return { { KeyRole, "key" }, { EmailRole, "email" }, { SentenceRole, "sentence" },
        { HintRole, "hint" }, { IconRole, "iconName" }, { ProgressRole, "progress" },
        { BusyRole, "busy" }, { TroubledRole, "troubled" }, { AsksPasswordRole, "asksPassword" },
        { CanRetryRole, "canRetry" }, { DescriptionRole, "description" } };
}

QVariant StatusViewModel::data(const QModelIndex& index, int role) const
{
    const StatusRow* shown = row(index.row());
    if (!index.isValid() || !shown)
        return {};
    switch (role) {
    case KeyRole:
        return shown->key;
    case Qt::DisplayRole:
    case EmailRole:
        return shown->email;
    case SentenceRole:
        return shown->sentence;
    case HintRole:
        return shown->hint;
    case IconRole:
        return shown->icon;
    case ProgressRole:
        return shown->progress;
    case BusyRole:
        return shown->busy;
    case TroubledRole:
        return shown->troubled;
    case AsksPasswordRole:
        return shown->asksPassword;
    case CanRetryRole:
        return shown->canRetry;
    case Qt::AccessibleTextRole:
    case DescriptionRole:
        return QStringList{ shown->email, shown->sentence, shown->hint }.join(QStringLiteral(", "));
    default:
        return {};
    }
}

void StatusViewModel::setAccounts(const std::vector<AccountRecord>& accounts)
{
    m_accounts = accounts;
    rebuild();
}

void StatusViewModel::setOutbox(int sending, int troubled)
{
    m_sending = sending;
    m_troubled = troubled;
    Q_EMIT summaryChanged();
}

void StatusViewModel::setPending(int changes)
{
    m_pending = changes;
    Q_EMIT summaryChanged();
}

void StatusViewModel::retry()
{
    m_backend.retryNow();
}

void StatusViewModel::rebuild()
{
    std::vector<StatusRow> next;
    for (const AccountRecord& record : m_accounts)
        next.push_back(toRow(record));
    if (next == rows())
        return;
    setRows(std::move(next));
    Q_EMIT summaryChanged();
}

QString StatusViewModel::lastSync(const AccountRecord& record) const
{
    if (!record.lastSync)
        return tr("Not synchronised yet.");
    return tr("Up to date since %1.").arg(shortDate(*record.lastSync, m_now()));
}

namespace {

constexpr std::uint64_t worthShowing = 100'000'000; // bytes; "0.0 of 2.5 GB" says nothing

QString gigabytes(std::uint64_t bytes)
{
    return QLocale().toString(static_cast<double>(bytes) / 1e9, 'f', 1);
}

} // namespace

StatusRow StatusViewModel::toRow(const AccountRecord& record) const
{
    StatusRow row{ .key = text(record.account.id.toString()),
        .email = displayText(record.account.email) };
    row.icon = QStringLiteral("circle-check");
    const auto known = m_status.find(record.account.id);
    if (known == m_status.end()) {
        row.sentence = record.lastError.empty() ? lastSync(record) : displayText(record.lastError);
        row.icon = QStringLiteral("clock");
        return row;
    }
    const AccountStatus& status = known->second;
    const QString folder = displayText(status.activity);
    switch (status.state) {
    case AccountState::Ok:
        row.sentence = lastSync(record);
        break;
    case AccountState::Syncing:
        row.busy = true;
        row.icon = QStringLiteral("refresh-cw");
        if (folder.isEmpty())
            row.sentence = tr("Connecting…");
        else if (status.total > 0)
            row.sentence = tr("Synchronising %1: %2 of %3 messages")
                               .arg(folder)
                               .arg(status.done)
                               .arg(status.total);
        else
            row.sentence = tr("Synchronising %1").arg(folder);
        if (status.total > 0)
            row.progress = static_cast<double>(status.done) / status.total;
        break;
    case AccountState::Offline:
        row.icon = QStringLiteral("wifi-off");
        row.troubled = row.canRetry = true;
        row.sentence = tr("Offline. %1").arg(lastSync(record));
        break;
    case AccountState::SignInAgain:
        row.icon = QStringLiteral("key-round");
        row.troubled = row.asksPassword = true;
        row.sentence = tr("The server did not accept the password.");
        break;
    case AccountState::Held:
        row.icon = QStringLiteral("clock");
        row.troubled = row.canRetry = true;
        row.sentence = tr("Sending is paused.");
        break;
    case AccountState::Error:
        row.icon = QStringLiteral("triangle-alert");
        row.troubled = row.canRetry = true;
        row.sentence = tr("Something went wrong.");
        break;
    case AccountState::Disabled:
        row.icon = QStringLiteral("circle-x");
        row.sentence = tr("Switched off.");
        break;
    }
    if (status.error) {
        const Wording words = wordingFor(*status.error);
        row.sentence = words.sentence;
        row.hint = words.hint;
    }
    const auto append = [&](const QString& sentence) {
        row.hint += (row.hint.isEmpty() ? QString() : QStringLiteral(" ")) + sentence;
    };
    if (status.bodiesResume > 0)
        append(tr("The provider's limit of today is used up; message bodies follow %1.")
                   .arg(timeUntil(status.bodiesResume, m_now())));
    else if (status.budget.down > 0 && status.traffic.bytesIn >= worthShowing)
        append(tr("%1 of %2 GB today")
                   .arg(gigabytes(status.traffic.bytesIn), gigabytes(status.budget.down)));
    if (status.nextTry > 0)
        row.hint += (row.hint.isEmpty() ? QString() : QStringLiteral(" "))
            + tr("Next try %1.").arg(timeUntil(status.nextTry, m_now()));
    return row;
}

bool StatusViewModel::busy() const
{
    return std::any_of(rows().begin(), rows().end(), [](const StatusRow& r) { return r.busy; });
}

bool StatusViewModel::troubled() const
{
    return m_troubled > 0
        || std::any_of(rows().begin(), rows().end(), [](const StatusRow& r) { return r.troubled; });
}

QString StatusViewModel::summary() const
{
    const auto bad
        = std::find_if(rows().begin(), rows().end(), [](const StatusRow& r) { return r.troubled; });
    if (bad != rows().end())
        return bad->sentence;
    if (m_troubled > 0)
        return m_troubled == 1 ? tr("A message in the outbox needs you")
                               : tr("%1 messages in the outbox need you").arg(m_troubled);
    if (m_sending > 0)
        return m_sending == 1 ? tr("Sending a message…")
                              : tr("Sending %1 messages…").arg(m_sending);
    const auto working
        = std::find_if(rows().begin(), rows().end(), [](const StatusRow& r) { return r.busy; });
    if (working != rows().end())
        return working->sentence;
    if (m_pending > 0)
        return m_pending == 1 ? tr("A change waits for the server")
                              : tr("%1 changes wait for the server").arg(m_pending);
    if (rows().empty())
        return {};
    return rows().size() == 1 ? rows().front().sentence : tr("All accounts are up to date");
}

QString StatusViewModel::summaryIcon() const
{
    const auto bad
        = std::find_if(rows().begin(), rows().end(), [](const StatusRow& r) { return r.troubled; });
    if (bad != rows().end())
        return bad->icon;
    if (m_troubled > 0)
        return QStringLiteral("triangle-alert");
    if (m_sending > 0)
        return QStringLiteral("send");
    return busy() ? QStringLiteral("refresh-cw") : QStringLiteral("circle-check");
}

} // namespace fulmar::app
