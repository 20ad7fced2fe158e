// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/running.h"

#include "common/limits.h"
#include "pop3/encode.h"

namespace fulmar::pop3 {

bool Running::addRow(std::string_view line)
{
    if (done.list.size() + done.uidl.size() + done.malformedRows >= limits::pop3Messages)
        return false;
    if (std::holds_alternative<Uidl>(command)) {
        if (auto row = parseUidlRow(line))
            done.uidl.push_back(*std::move(row));
        else
            ++done.malformedRows;
    } else if (const auto row = parseListRow(line)) {
        done.list.push_back(*row);
    } else {
        ++done.malformedRows;
    }
    return true;
}

void Running::takeStat()
{
    if (const auto row = parseListRow(done.text)) { // the same grammar
        done.count = row->number;
        done.octets = row->size;
    }
}

} // namespace fulmar::pop3
