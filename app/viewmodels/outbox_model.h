// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"
#include "viewmodels/keyed_list_model.h"

#include <QDateTime>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <functional>

namespace fulmar::app {

struct OutboxRow {
    QString key{};
    OutboxItem item{};
    bool operator==(const OutboxRow& other) const;
};

/// Mails on their way out, newest first, with their state in words. GUI thread.
class OutboxModel : public KeyedListModel<OutboxRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int sending READ sending NOTIFY countChanged)
    Q_PROPERTY(int troubled READ troubled NOTIFY countChanged)
public:
    enum class Tone { Quiet, Busy, Good, Warning, Bad };
    Q_ENUM(Tone)
    enum Role {
        KeyRole = Qt::UserRole + 1,
        SubjectRole,
        RecipientsRole,
        StateRole, ///< one or two words
        ExplanationRole, ///< one sentence: what it means and what happens next
        ServerTextRole, ///< the server's own words, "" where it said nothing
        ToneRole,
        CanCancelRole,
        CanRetryRole,
        DateRole,
        DescriptionRole,
    };

    explicit OutboxModel(
        Backend& backend, std::function<QDateTime()> now = {}, QObject* parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] int sending() const; ///< mails that leave by themselves
    [[nodiscard]] int troubled() const; ///< mails that wait for the person

    Q_INVOKABLE void cancel(const QString& key);
    Q_INVOKABLE void retry(const QString& key);
    void reload();

Q_SIGNALS:
    void countChanged();
    void failed(const QString& sentence);

private:
    [[nodiscard]] QString explanation(const OutboxItem& item) const;
    std::function<void(Result<void>)> report();

    Backend& m_backend;
    std::function<QDateTime()> m_now;
    QTimer m_tick{};
};

} // namespace fulmar::app
