// SPDX-License-Identifier: GPL-3.0-or-later
// Which messages of the list are selected; it outlives every change of rows.
#include "viewmodels/formats.h"
#include "viewmodels/message_list_model.h"

#include <algorithm>

namespace fulmar::app {

std::vector<MessageId> MessageListModel::selection() const
{
    std::vector<MessageId> ids;
    for (const MessageRow& r : rows()) {
        if (m_selected.count(r.key))
            ids.push_back(r.message.id);
    }
    return ids;
}

const Message* MessageListModel::currentMessage() const
{
    const MessageRow* current = row(currentRow());
    return current ? &current->message : nullptr;
}

void MessageListModel::select(int index)
{
    const MessageRow* target = row(index);
    if (!target)
        return;
    m_anchor = m_current = target->key;
    m_selected = { m_current };
    refreshSelected();
}

void MessageListModel::toggle(int index)
{
    const MessageRow* target = row(index);
    if (!target)
        return;
    m_anchor = m_current = target->key;
    if (!m_selected.erase(m_current))
        m_selected.insert(m_current);
    refreshSelected();
}

void MessageListModel::extendTo(int index)
{
    const MessageRow* target = row(index);
    if (!target)
        return;
    const int anchor = std::max(0, indexOfKey(m_anchor));
    m_current = target->key;
    m_selected.clear();
    for (int i = std::min(anchor, index); i <= std::max(anchor, index); ++i)
        m_selected.insert(row(i)->key);
    refreshSelected();
}

void MessageListModel::selectAll()
{
    for (const MessageRow& r : rows())
        m_selected.insert(r.key);
    refreshSelected();
}

void MessageListModel::clearSelection()
{
    m_current.clear();
    m_anchor.clear();
    m_selected.clear();
    refreshSelected();
}

void MessageListModel::step(int steps, bool extend)
{
    if (rowCount() == 0)
        return;
    const int from = currentRow();
    const int to = from < 0 ? 0 : std::clamp(from + steps, 0, rowCount() - 1);
    if (extend)
        extendTo(to);
    else
        select(to);
    if (to > rowCount() - 20 && canFetchMore({}))
        fetchMore({});
}

void MessageListModel::selectAfter(const std::vector<MessageId>& leaving)
{
    std::set<QString> going;
    for (const MessageId id : leaving)
        going.insert(text(id.toString()));
    int next = std::max(0, currentRow());
    while (next < rowCount() && going.count(row(next)->key))
        ++next;
    if (next >= rowCount()) {
        next = std::min(currentRow(), rowCount() - 1);
        while (next >= 0 && going.count(row(next)->key))
            --next;
    }
    if (next >= 0 && next < rowCount())
        select(next);
    else
        clearSelection();
}

void MessageListModel::refreshSelected()
{
    for (int i = 0; i < rowCount(); ++i) {
        MessageRow next = *row(i);
        next.selected = m_selected.count(next.key) > 0;
        if (next.selected != row(i)->selected)
            replaceRow(i, std::move(next));
    }
    Q_EMIT selectionChanged();
}

void MessageListModel::keepSelectionValid(int oldRow)
{
    if (m_current.isEmpty() && m_selected.empty())
        return;
    std::set<QString> alive;
    for (const MessageRow& r : rows()) {
        if (m_selected.count(r.key))
            alive.insert(r.key);
    }
    if (alive == m_selected && currentRow() >= 0) {
        Q_EMIT selectionChanged(); // the rows may have moved, or the shown message changed
        return;
    }
    m_selected = alive;
    if (!m_selected.empty()) {
        m_current = m_anchor = *m_selected.begin();
        refreshSelected();
    } else if (rowCount() > 0) {
        select(std::clamp(oldRow, 0, rowCount() - 1));
    } else {
        clearSelection();
    }
}

} // namespace fulmar::app
