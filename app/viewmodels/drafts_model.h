// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"
#include "viewmodels/keyed_list_model.h"

#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

struct DraftRow {
    QString key{};
    QString subject{}, recipients{}, preview{};
    std::int64_t changed = 0;
    int attachments = 0;
    bool operator==(const DraftRow&) const = default;
};

/// Drafts that are not, or not in this version, in the Drafts folder of their server.
Result<std::vector<Draft>> draftsOnlyHere(MailReader& reader);

/// Mails that are being written, last change first; they live on this computer. GUI thread.
class DraftsModel : public KeyedListModel<DraftRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
public:
    enum Role {
        KeyRole = Qt::UserRole + 1,
        SubjectRole,
        RecipientsRole,
        PreviewRole,
        DateRole,
        AttachmentRole,
        DescriptionRole,
    };

    explicit DraftsModel(Backend& backend, QObject* parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return rowCount(); }

    Q_INVOKABLE void remove(const QString& key);
    void reload();

Q_SIGNALS:
    void countChanged();

private:
    Backend& m_backend;
};

} // namespace fulmar::app
