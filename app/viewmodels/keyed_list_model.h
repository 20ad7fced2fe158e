// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QSet>
#include <QString>

#include <algorithm>
#include <utility>
#include <vector>

namespace fulmar::app {

/// A list of plain rows with a `QString key` each, brought to a new state by the fewest inserts,
/// moves, removals and changes.
///
/// `Row` needs `key` and `operator==`. GUI thread only.
template <class Row>
class KeyedListModel : public QAbstractListModel {
public:
    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; }
    [[nodiscard]] const Row* row(int index) const
    {
        return index >= 0 && index < rowCount() ? &m_rows[static_cast<std::size_t>(index)]
                                                : nullptr;
    }
    [[nodiscard]] int indexOfKey(const QString& key) const
    {
        const auto found = std::find_if(
            m_rows.begin(), m_rows.end(), [&](const Row& r) { return r.key == key; });
        return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
    }

protected:
    void setRows(std::vector<Row> next)
    {
        removeMissing(next);
        for (std::size_t i = 0; i < next.size(); ++i)
            place(i, next);
    }

    void replaceRow(int index, Row next)
    {
        Row& current = m_rows[static_cast<std::size_t>(index)];
        if (current == next)
            return;
        current = std::move(next);
        Q_EMIT dataChanged(this->index(index), this->index(index));
    }

    void insertRow(int at, Row next)
    {
        beginInsertRows({}, at, at);
        m_rows.insert(m_rows.begin() + at, std::move(next));
        endInsertRows();
    }

    void removeRowAt(int at)
    {
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
    }

    void appendRows(std::vector<Row> next)
    {
        if (next.empty())
            return;
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(next.size()) - 1);
        std::move(next.begin(), next.end(), std::back_inserter(m_rows));
        endInsertRows();
    }

    void clearRows()
    {
        if (m_rows.empty())
            return;
        beginRemoveRows({}, 0, rowCount() - 1);
        m_rows.clear();
        endRemoveRows();
    }

private:
    void removeMissing(const std::vector<Row>& next)
    {
        QSet<QString> keys;
        for (const Row& r : next)
            keys.insert(r.key);
        for (int last = rowCount() - 1; last >= 0; --last) {
            if (keys.contains(m_rows[static_cast<std::size_t>(last)].key))
                continue;
            int first = last;
            while (first > 0 && !keys.contains(m_rows[static_cast<std::size_t>(first) - 1].key))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            endRemoveRows();
            last = first;
        }
    }

    /// Makes row `i` the one of `next`; all before it are right already.
    void place(std::size_t i, std::vector<Row>& next)
    {
        const int at = static_cast<int>(i);
        if (i < m_rows.size() && m_rows[i].key == next[i].key)
            return replaceRow(at, std::move(next[i]));
        const int from = indexOfKey(next[i].key);
        if (from < 0) {
            std::size_t end = i + 1;
            while (end < next.size() && indexOfKey(next[end].key) < 0)
                ++end;
            beginInsertRows({}, at, static_cast<int>(end) - 1);
            m_rows.insert(
                m_rows.begin() + at, next.begin() + at, next.begin() + static_cast<int>(end));
            endInsertRows();
            return;
        }
        beginMoveRows({}, from, from, {}, at);
        std::rotate(m_rows.begin() + at, m_rows.begin() + from, m_rows.begin() + from + 1);
        endMoveRows();
        replaceRow(at, std::move(next[i]));
    }

    std::vector<Row> m_rows;
};

} // namespace fulmar::app
