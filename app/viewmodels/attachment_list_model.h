// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/keyed_list_model.h"
#include "viewmodels/readable_message.h"

#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

/// The files of a message that is read or written. GUI thread.
class AttachmentListModel : public KeyedListModel<AttachmentRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by its message")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
public:
    enum Role {
        KeyRole = Qt::UserRole + 1,
        NameRole,
        FileNameRole,
        IconRole,
        SizeRole,
        DangerRole,
        CanPreviewRole
    };

    explicit AttachmentListModel(QObject* parent = nullptr) : KeyedListModel(parent) { }

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override
    {
        const AttachmentRow* shown = row(index.row());
        if (!index.isValid() || !shown)
            return {};
        switch (role) {
        case KeyRole:
            return shown->key;
        case Qt::DisplayRole:
        case NameRole:
            return shown->name;
        case FileNameRole:
            return shown->fileName;
        case IconRole:
            return shown->icon;
        case SizeRole:
            return shown->size;
        case DangerRole:
            return shown->danger;
        case CanPreviewRole:
            return shown->canPreview;
        default:
            return {};
        }
    }
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override
    {
        return { { KeyRole, "key" }, { NameRole, "name" }, { FileNameRole, "fileName" },
            { IconRole, "iconName" }, { SizeRole, "size" }, { DangerRole, "danger" },
            { CanPreviewRole, "canPreview" } };
    }
    [[nodiscard]] int count() const { return rowCount(); }
    void show(std::vector<AttachmentRow> rows)
    {
        setRows(std::move(rows));
        Q_EMIT countChanged();
    }

Q_SIGNALS:
    void countChanged();
};

} // namespace fulmar::app
