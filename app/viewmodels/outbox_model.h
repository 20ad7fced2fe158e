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
    Q_PROPERTY(QString undoKey READ undoKey NOTIFY undoChanged)
    Q_PROPERTY(QString undoText READ undoText NOTIFY undoChanged)
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
        CanEditRole, ///< has not left and was written here: can be changed
        IsUnknownRole, ///< may have been sent: the person is asked
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
    Q_INVOKABLE void markSent(const QString& key);
    /// `takenBack` follows.
    Q_INVOKABLE void takeBack(const QString& key);
    /// The newest mail that leaves in a moment and can be taken back still; "" where there is none.
    [[nodiscard]] QString undoKey() const;
    [[nodiscard]] QString undoText() const;
    void reload();

Q_SIGNALS:
    void countChanged();
    void undoChanged();
    /// The mail is a draft again.
    void takenBack(const QString& draftKey);
    void failed(const QString& sentence);

private:
    [[nodiscard]] QString explanation(const OutboxItem& item) const;
    std::function<void(Result<void>)> report();

    Backend& m_backend;
    std::function<QDateTime()> m_now;
    [[nodiscard]] const OutboxItem* undoable() const;

    QTimer m_tick{};
    QTimer m_second{}; ///< runs while something can be taken back
};

} // namespace fulmar::app
