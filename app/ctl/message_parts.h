// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <QJsonArray>

#include <string_view>
#include <vector>

namespace fulmar::ctl {

/// Every node that is no multipart, those inside of messages too.
std::vector<const mime::Part*> leavesOf(const mime::Message& message);

/// Every node of the MIME tree, depth first, containers too; sizes are of the decoded bytes.
QJsonArray partsJson(std::string_view raw, const mime::Message& message);
QJsonObject partJson(std::string_view raw, const mime::Part& part);

/// The leaves that a reader lists as files.
std::vector<const mime::Part*> attachmentsOf(const mime::Message& message);

/// The first text/html part that is meant to be read; nothing where there is none.
const mime::Part* firstHtml(const mime::Message& message);

} // namespace fulmar::ctl
