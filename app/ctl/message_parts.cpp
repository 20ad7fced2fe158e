// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/message_parts.h"

#include "ctl/json.h"
#include "mime/parse.h"

#include <QJsonObject>

namespace fulmar::ctl {
namespace {

template <class Visit>
void walk(const mime::Part& part, const Visit& visit)
{
    visit(part);
    for (const auto& child : part.children)
        walk(child, visit);
}

const mime::Part* findHtml(const mime::Part& part)
{
    if (part.isAttachment() || part.type == "message")
        return nullptr;
    if (part.type == "text" && part.subtype == "html")
        return &part;
    for (const auto& child : part.children) {
        if (const auto* found = findHtml(child))
            return found;
    }
    return nullptr;
}

} // namespace

QJsonObject partJson(std::string_view raw, const mime::Part& part)
{
    const auto size = part.isMultipart() ? part.bodyLength : mime::decodedBody(raw, part).size();
    return {
        { QStringLiteral("part"), text(part.number) },
        { QStringLiteral("type"), text(part.type + '/' + part.subtype) },
        { QStringLiteral("charset"), text(part.charset) },
        { QStringLiteral("name"), text(part.fileName) },
        { QStringLiteral("size"), static_cast<qint64>(size) },
        { QStringLiteral("disposition"), text(part.disposition) },
        { QStringLiteral("contentId"), text(part.contentId) },
    };
}

QJsonArray partsJson(std::string_view raw, const mime::Message& message)
{
    QJsonArray array;
    walk(message.root, [&](const mime::Part& part) { array += partJson(raw, part); });
    return array;
}

std::vector<const mime::Part*> attachmentsOf(const mime::Message& message)
{
    std::vector<const mime::Part*> files;
    walk(message.root, [&](const mime::Part& part) {
        if (part.isAttachment())
            files.push_back(&part);
    });
    return files;
}

std::vector<const mime::Part*> leavesOf(const mime::Message& message)
{
    std::vector<const mime::Part*> leaves;
    walk(message.root, [&](const mime::Part& part) {
        if (part.children.empty())
            leaves.push_back(&part);
    });
    return leaves;
}

const mime::Part* firstHtml(const mime::Message& message)
{
    return findHtml(message.root);
}

} // namespace fulmar::ctl
