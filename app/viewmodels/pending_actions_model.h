// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"
#include "viewmodels/keyed_list_model.h"

#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

/// One change that a server has not done yet.
struct PendingActionRow {
    QString key{}, sentence{}, detail{}, account{};
    bool troubled = false;
    bool operator==(const PendingActionRow&) const = default;
};

/// What is shown as done and still owed to the servers, oldest first. GUI thread.
class PendingActionsModel : public KeyedListModel<PendingActionRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(bool troubled READ troubled NOTIFY countChanged)
public:
    enum Role {
        KeyRole = Qt::UserRole + 1,
        SentenceRole,
        DetailRole, ///< account, and why it waits
        TroubledRole, ///< the server refused it for now
        DescriptionRole,
    };

    explicit PendingActionsModel(Backend& backend, QObject* parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] bool troubled() const;

    /// Tries all of them now.
    Q_INVOKABLE void retry();
    /// Forgets one; what is shown falls back.
    Q_INVOKABLE void drop(const QString& key);
    void reload();

Q_SIGNALS:
    void countChanged();
    void failed(const QString& sentence);

private:
    struct Snapshot;
    [[nodiscard]] static std::vector<PendingActionRow> rowsOf(const Snapshot& all);

    Backend& m_backend;
};

} // namespace fulmar::app
