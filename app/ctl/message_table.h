// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/terminal.h"
#include "model/message.h"

namespace fulmar::ctl {

/// Messages as lines for people: id, marks, time, sender, subject.
class MessageTable {
public:
    MessageTable();
    void add(const Message& message);
    [[nodiscard]] bool isEmpty() const { return m_table.isEmpty(); }
    [[nodiscard]] QString toString() const { return m_table.toString(); }

private:
    TextTable m_table;
};

} // namespace fulmar::ctl
