// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/part_text.h"

#include "common/ascii.h"
#include "common/utf8.h"
#include "mime/flowed.h"
#include "mime/parse.h"
#include "mime/transfer_encoding.h"
#include "text/charset.h"
#include "text/html_text.h"

#include <algorithm>

namespace fulmar::text {
namespace {

bool isText(const mime::Part& part, std::string_view subtype)
{
    return part.type == "text" && part.subtype == subtype;
}

bool isShownText(const mime::Part& part)
{
    if (part.type == "message"
        && (part.subtype == "delivery-status" || part.subtype == "disposition-notification"
            || part.subtype == "feedback-report"))
        return part.disposition != "attachment";
    if (part.type != "text" || part.disposition == "attachment")
        return false;
    if (part.subtype == "rfc822-headers")
        return true;
    return (part.subtype == "plain" || part.subtype == "html" || part.subtype == "enriched"
               || part.subtype == "richtext")
        && (part.fileName.empty() || part.disposition == "inline");
}

bool holds(const mime::Part& part, std::string_view subtype)
{
    if (!part.isMultipart())
        return isText(part, subtype) && isShownText(part);
    return std::any_of(part.children.begin(), part.children.end(),
        [&](const mime::Part& child) { return holds(child, subtype); });
}

class Planner {
public:
    explicit Planner(BodyForm form) : m_form(form) { }

    void add(const mime::Part& part)
    {
        if (!part.isMultipart())
            return addLeaf(part);
        if (part.subtype == "alternative")
            return addAlternative(part);
        for (const mime::Part& child : part.children)
            add(child);
    }

    BodyPlan take() { return std::move(m_plan); }

private:
    void addLeaf(const mime::Part& part)
    {
        if (isText(part, "calendar") && m_plan.calendar == nullptr)
            m_plan.calendar = &part;
        (isShownText(part) ? m_plan.shown : m_plan.files).push_back(&part);
    }

    void addAlternative(const mime::Part& part)
    {
        const mime::Part* const chosen = best(part);
        for (const mime::Part& child : part.children) {
            if (&child == chosen)
                add(child);
            else
                addFilesOf(child);
        }
    }

    /// The last alternative is the richest; of plain texts the last as well.
    [[nodiscard]] const mime::Part* best(const mime::Part& part) const
    {
        const auto last = [&](auto&& matches) -> const mime::Part* {
            const auto found = std::find_if(part.children.rbegin(), part.children.rend(), matches);
            return found == part.children.rend() ? nullptr : &*found;
        };
        const auto html = last([](const mime::Part& child) { return holds(child, "html"); });
        const auto plain = last(
            [](const mime::Part& child) { return holds(child, "plain") && !holds(child, "html"); });
        const bool plainWanted = m_form == BodyForm::Plain;
        if (const auto* const found = plainWanted && plain != nullptr ? plain
                : html != nullptr                                     ? html
                                                                      : plain)
            return found;
        return last(
            [](const mime::Part& child) { return child.isMultipart() || isShownText(child); });
    }

    /// Of an alternative that is not shown: texts say nothing new, files may.
    void addFilesOf(const mime::Part& part)
    {
        if (part.isMultipart()) {
            for (const mime::Part& child : part.children)
                addFilesOf(child);
        } else if (!isShownText(part)) {
            addLeaf(part);
        }
    }

    BodyForm m_form;
    BodyPlan m_plan;
};

bool hasParameter(const mime::Part& part, std::string_view name, std::string_view value)
{
    const auto found = part.parameter(name);
    return found && ascii::equalsIgnoreCase(*found, value);
}

std::string withoutUuencoded(std::string text)
{
    const auto files = mime::findUuencoded(text);
    for (auto file = files.rbegin(); file != files.rend(); ++file)
        text.erase(file->begin, file->end - file->begin);
    return text;
}

} // namespace

bool BodyPlan::hasHtml() const
{
    return std::any_of(
        shown.begin(), shown.end(), [](const mime::Part* part) { return isText(*part, "html"); });
}

BodyPlan planBody(const mime::Message& message, BodyForm form)
{
    Planner planner(form);
    planner.add(message.root);
    return planner.take();
}

std::string plainTextOf(std::string_view raw, const mime::Part& part)
{
    std::string text = mime::decodedText(raw, part, charsetDecoder());
    if (hasParameter(part, "format", "flowed"))
        return mime::unflow(text, hasParameter(part, "delsp", "yes"));
    return withoutUuencoded(std::move(text));
}

std::string htmlOf(std::string_view raw, const mime::Part& part)
{
    if (part.charset.empty()) {
        const std::string bytes = mime::decodedBody(raw, part);
        const std::string charset = charsetOfHtml(bytes);
        if (!charset.empty() && !isValidUtf8(bytes)) {
            if (auto text = toUtf8(charset, bytes))
                return *std::move(text);
        }
    }
    return mime::decodedText(raw, part, charsetDecoder());
}

std::string textOf(std::string_view raw, const BodyPlan& plan)
{
    std::string out;
    for (const mime::Part* const part : plan.shown) {
        const bool markup
            = isText(*part, "html") || isText(*part, "enriched") || isText(*part, "richtext");
        const std::string text = markup ? htmlToText(htmlOf(raw, *part)) : plainTextOf(raw, *part);
        if (text.empty())
            continue;
        if (!out.empty())
            out += out.ends_with('\n') ? "\n" : "\n\n";
        out += text;
    }
    return out;
}

} // namespace fulmar::text
