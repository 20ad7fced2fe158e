// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"
#include "viewmodels/keyed_list_model.h"

#include <QDateTime>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <map>

namespace fulmar::app {

/// What one account is doing, in words.
struct StatusRow {
    QString key{};
    QString email{}, sentence{}, hint{}, icon{};
    double progress = -1; ///< 0 … 1; below 0 = not countable
    bool busy = false, troubled = false, asksPassword = false, canRetry = false;
    bool operator==(const StatusRow&) const = default;
};

/// The one place that says what is going on: an account per row, a summary for the status bar. GUI
/// thread.
class StatusViewModel : public KeyedListModel<StatusRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(QString summary READ summary NOTIFY summaryChanged)
    Q_PROPERTY(QString summaryIcon READ summaryIcon NOTIFY summaryChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY summaryChanged)
    Q_PROPERTY(bool troubled READ troubled NOTIFY summaryChanged)
public:
    enum Role {
        KeyRole = Qt::UserRole + 1,
        EmailRole,
        SentenceRole,
        HintRole,
        IconRole,
        ProgressRole,
        BusyRole,
        TroubledRole,
        AsksPasswordRole,
        CanRetryRole,
        DescriptionRole,
    };

    explicit StatusViewModel(
        Backend& backend, std::function<QDateTime()> now = {}, QObject* parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] QString summary() const;
    [[nodiscard]] QString summaryIcon() const;
    [[nodiscard]] bool busy() const;
    [[nodiscard]] bool troubled() const;

    void setAccounts(const std::vector<AccountRecord>& accounts);
    /// How many changes the servers do not know yet.
    void setPending(int changes);
    /// How many mails leave by themselves, and how many wait for the person.
    void setOutbox(int sending, int troubled);
    Q_INVOKABLE void retry();

Q_SIGNALS:
    void summaryChanged();

private:
    void rebuild();
    [[nodiscard]] StatusRow toRow(const AccountRecord& record) const;
    [[nodiscard]] QString lastSync(const AccountRecord& record) const;

    Backend& m_backend;
    std::function<QDateTime()> m_now;
    std::vector<AccountRecord> m_accounts{};
    std::map<AccountId, AccountStatus> m_status{};
    int m_sending = 0, m_troubled = 0, m_pending = 0;
    QTimer m_tick{};
};

} // namespace fulmar::app
