// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/folder_picker_model.h"

#include <algorithm>

namespace fulmar::app {
namespace {

/// Letters without accents and case, so that "entwurfe" finds "Entwürfe".
QString folded(const QString& text)
{
    QString out;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD)) {
        if (c.category() != QChar::Mark_NonSpacing)
            out += c.toCaseFolded();
    }
    return out;
}

/// 0 = no match; the name's beginning beats a word's beginning beats any place.
int score(const PickerRow& row, const QString& wanted)
{
    const QString name = folded(row.name);
    if (name.startsWith(wanted))
        return 4;
    if (name.contains(QLatin1Char(' ') + wanted))
        return 3;
    if (name.contains(wanted))
        return 2;
    return folded(row.detail).contains(wanted) ? 1 : 0;
}

} // namespace

FolderPickerModel::FolderPickerModel(QObject* parent) : KeyedListModel(parent) { }

QHash<int, QByteArray> FolderPickerModel::roleNames() const
{
    return { { KeyRole, "key" }, { NameRole, "name" }, { DetailRole, "detail" },
        { IconRole, "iconName" } };
}

QVariant FolderPickerModel::data(const QModelIndex& index, int role) const
{
    const PickerRow* shown = row(index.row());
    if (!index.isValid() || !shown)
        return {};
    switch (role) {
    case KeyRole:
        return shown->key;
    case Qt::DisplayRole:
    case NameRole:
        return shown->name;
    case DetailRole:
        return shown->detail;
    case IconRole:
        return shown->icon;
    default:
        return {};
    }
}

void FolderPickerModel::setChoice(std::vector<PickerRow> all)
{
    m_all = std::move(all);
    m_filter.clear();
    Q_EMIT filterChanged();
    narrow();
}

void FolderPickerModel::setFilter(const QString& filter)
{
    if (m_filter == filter)
        return;
    m_filter = filter;
    Q_EMIT filterChanged();
    narrow();
}

QString FolderPickerModel::keyAt(int index) const
{
    const PickerRow* shown = row(index);
    return shown ? shown->key : QString();
}

void FolderPickerModel::narrow()
{
    const QString wanted = folded(m_filter.trimmed());
    if (wanted.isEmpty())
        return setRows(m_all);
    std::vector<std::pair<int, PickerRow>> found;
    for (const PickerRow& row : m_all) {
        if (const int points = score(row, wanted))
            found.emplace_back(points, row);
    }
    std::stable_sort(
        found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<PickerRow> next;
    for (auto& [points, row] : found)
        next.push_back(std::move(row));
    setRows(std::move(next));
}

} // namespace fulmar::app
