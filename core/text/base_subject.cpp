// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/threading.h"

#include "common/ascii.h"

#include <algorithm>
#include <array>

namespace fulmar::text {
namespace {

std::string collapsed(std::string_view subject)
{
    std::string out;
    for (const char c : subject) {
        const bool blank = ascii::isSpace(c) || ascii::isControl(c);
        if (!blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    return std::string(ascii::trim(out));
}

/// subj-blob: "[" no brackets "]" and blanks; 0 where there is none.
std::size_t blobLength(std::string_view text)
{
    if (!text.starts_with('['))
        return 0;
    const std::size_t end = text.find_first_of("[]", 1);
    if (end == std::string_view::npos || text[end] != ']')
        return 0;
    return std::min(text.find_first_not_of(' ', end + 1), text.size());
}

/// The mark of an answer or a forward at the start, without what follows it; 0 where there is none.
std::size_t wordLength(std::string_view text)
{
    constexpr std::array<std::string_view, 22> words{ "re", "fw", "fwd", "aw", "antw", "antwort",
        "wg", "sv", "vs", "vb", "vl", "tr", "rv", "enc", "rif", "res", "odp", "pd", "ynt", "回复",
        "答复", "转发" };
    for (const std::string_view word : words) {
        if (!ascii::startsWithIgnoreCase(text, word))
            continue;
        const std::string_view rest = text.substr(word.size());
        if (!rest.empty() && std::string_view(" [(:").find(rest.front()) != std::string_view::npos)
            return word.size();
        if (rest.starts_with("："))
            return word.size();
    }
    return 0;
}

/// subj-refwd with its blobs in front: "[list] Re[2]: "; 0 where there is none.
std::size_t leaderLength(std::string_view text)
{
    std::size_t at = 0;
    while (const std::size_t blob = blobLength(text.substr(at)))
        at += blob;
    const std::size_t word = wordLength(text.substr(at));
    if (word == 0)
        return 0;
    at += word;
    at = std::min(text.find_first_not_of(' ', at), text.size());
    if (text.substr(at).starts_with('('))
        at = std::min(text.find(')', at), text.size() - 1) + 1;
    at += blobLength(text.substr(at));
    constexpr std::string_view wideColon = "：";
    if (text.substr(at).starts_with(':'))
        ++at;
    else if (text.substr(at).starts_with(wideColon))
        at += wideColon.size();
    else
        return 0;
    return std::min(text.find_first_not_of(' ', at), text.size());
}

/// One round of steps 2 to 6; true where anything was removed.
bool strip(std::string_view& text, bool& isAnswer)
{
    constexpr std::string_view trailer = "(fwd)";
    if (text.size() >= trailer.size()
        && ascii::equalsIgnoreCase(text.substr(text.size() - trailer.size()), trailer)) {
        text = ascii::trim(text.substr(0, text.size() - trailer.size()));
        return isAnswer = true;
    }
    if (const std::size_t leader = leaderLength(text)) {
        text.remove_prefix(leader);
        return isAnswer = true;
    }
    const std::size_t blob = blobLength(text);
    if (blob > 0 && blob < text.size()) {
        text.remove_prefix(blob);
        return true;
    }
    for (const std::string_view head : { "[fwd:", "[fw:" }) {
        if (!ascii::startsWithIgnoreCase(text, head) || !text.ends_with(']'))
            continue;
        text = ascii::trim(text.substr(head.size(), text.size() - head.size() - 1));
        return isAnswer = true;
    }
    return false;
}

} // namespace

BaseSubject baseSubject(std::string_view subject)
{
    const std::string whole = collapsed(subject);
    std::string_view text = whole;
    BaseSubject base;
    while (!text.empty() && strip(text, base.isAnswer)) { }
    base.text = std::string(ascii::trim(text));
    return base;
}

} // namespace fulmar::text
