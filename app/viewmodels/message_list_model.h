// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"
#include "viewmodels/keyed_list_model.h"

#include <QDateTime>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <set>

namespace fulmar::app {

/// One message as the list shows it.
struct MessageRow {
    QString key{};
    Message message{};
    bool selected = false;
    bool operator==(const MessageRow& other) const;
};

/// The messages of one folder, newest first: pages are loaded as the list is scrolled, ChangeSets
/// change only what they name.
///
/// Also owns the selection, so that it survives every change of rows. GUI thread.
class MessageListModel : public KeyedListModel<MessageRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QString errorText READ errorText NOTIFY stateChanged)
    Q_PROPERTY(int currentRow READ currentRow NOTIFY selectionChanged)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged)
    Q_PROPERTY(bool unreadOnly READ unreadOnly WRITE setUnreadOnly NOTIFY unreadOnlyChanged)

public:
    enum class State { Nothing, Loading, Ready, Empty, Failed };
    Q_ENUM(State)
    enum Role {
        KeyRole = Qt::UserRole + 1,
        SenderRole,
        SubjectRole,
        PreviewRole,
        DateRole,
        SectionRole,
        UnreadRole,
        FlaggedRole,
        AttachmentRole,
        AnswerRole, ///< "", "reply" or "forward": an icon name
        PendingRole,
        SelectedRole,
        LabelsRole,
        DescriptionRole, ///< for screen readers: the whole row as one sentence
    };

    using Now = std::function<QDateTime()>;
    explicit MessageListModel(Backend& backend, Now now = {}, QObject* parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    /// Shows another folder; nothing = no folder. `outgoing` folders name the recipients instead of
    /// the sender.
    void setFolder(std::optional<FolderId> folder, bool outgoing);
    [[nodiscard]] std::optional<FolderId> folder() const { return m_folder; }

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString errorText() const { return m_errorText; }
    [[nodiscard]] int currentRow() const { return indexOfKey(m_current); }
    [[nodiscard]] int selectedCount() const { return static_cast<int>(m_selected.size()); }
    [[nodiscard]] bool unreadOnly() const { return m_unreadOnly; }
    void setUnreadOnly(bool on);

    [[nodiscard]] std::vector<MessageId> selection() const;
    [[nodiscard]] const Message* currentMessage() const;

    Q_INVOKABLE void select(int row);
    Q_INVOKABLE void toggle(int row);
    Q_INVOKABLE void extendTo(int row);
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void clearSelection();
    /// Selects the row `steps` below the current one; with `extend` the selection grows.
    Q_INVOKABLE void step(int steps, bool extend = false);
    Q_INVOKABLE void reload();
    /// Takes rows out of the list before the store confirms it, and moves on to the next one.
    void selectAfter(const std::vector<MessageId>& leaving);

Q_SIGNALS:
    void stateChanged();
    void selectionChanged();
    void unreadOnlyChanged();
    /// The first page of a folder is in the model.
    void firstPageLoaded();

private:
    void loadPage();
    void pageLoaded(Result<std::vector<Message>> page, std::uint32_t asked);
    void apply(const ChangeSet& changes);
    void applyRows(const std::vector<MessageId>& asked, const std::vector<Message>& found);
    void upsert(const Message& message);
    void setState(State state, const QString& error = {});
    void settle();
    void refreshSelected();
    void keepSelectionValid(int oldRow);
    [[nodiscard]] MessageRow toRow(const Message& message) const;
    [[nodiscard]] QString description(const MessageRow& row) const;
    [[nodiscard]] QString people(const Message& message) const;
    void dayPassed();

    Backend& m_backend;
    Now m_now;
    std::optional<FolderId> m_folder{};
    bool m_outgoing = false, m_unreadOnly = false;
    State m_state = State::Nothing;
    QString m_errorText{};
    bool m_complete = false, m_loading = false, m_dirty = false;
    std::uint64_t m_generation
        = 0; ///< rises with each folder; answers to older questions are dropped
    std::set<QString> m_selected{};
    QString m_current{}, m_anchor{};
    QTimer m_midnight{};
    QDate m_today{};
};

} // namespace fulmar::app
