// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/mailbox.h"
#include "viewmodels/keyed_list_model.h"

#include <QtQml/qqmlregistration.h>

#include <optional>

namespace fulmar::app {

struct PickerRow {
    QString key{};
    QString name{}, detail{}, icon{};
    bool operator==(const PickerRow&) const = default;
};

/// Folders to choose one from, narrowed while a person types. GUI thread.
class FolderPickerModel : public KeyedListModel<PickerRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
public:
    enum Role { KeyRole = Qt::UserRole + 1, NameRole, DetailRole, IconRole };

    explicit FolderPickerModel(QObject* parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    /// The choice; best matches come first once something is typed.
    void setChoice(std::vector<PickerRow> all);
    [[nodiscard]] QString filter() const { return m_filter; }
    void setFilter(const QString& filter);
    /// Key of a row, "" where there is none: for "Enter takes the first".
    Q_INVOKABLE [[nodiscard]] QString keyAt(int index) const;

Q_SIGNALS:
    void filterChanged();

private:
    void narrow();

    std::vector<PickerRow> m_all{};
    QString m_filter{};
};

} // namespace fulmar::app
