// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/charset.h"

#include "common/ascii.h"
#include "common/utf8.h"

#include <QByteArray>
#include <QString>
#include <QStringDecoder>

#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>

namespace fulmar::text {
namespace {

using Alias = std::pair<std::string_view, std::string_view>;

/// Names that mail uses and ICU does not know, or means differently; keys in lower case without
/// blanks, '_' as '-'.
constexpr std::array aliases{
    Alias{ "utf8", "utf-8" },
    Alias{ "utf-8mb4", "utf-8" },
    Alias{ "utf8mb4", "utf-8" },
    Alias{ "unicode-1-1-utf-8", "utf-8" },
    Alias{ "x-unicode-2-0-utf-8", "utf-8" },
    Alias{ "unicode-1-1-utf-7", "utf-7" },
    Alias{ "utf7", "utf-7" },
    Alias{ "ucs-2", "utf-16" },
    Alias{ "unicode", "utf-16" },
    Alias{ "latin1", "windows-1252" },
    Alias{ "latin-1", "windows-1252" },
    Alias{ "l1", "windows-1252" },
    Alias{ "iso-8859-1", "windows-1252" },
    Alias{ "iso-8859-9", "windows-1254" },
    Alias{ "latin5", "windows-1254" },
    Alias{ "iso-8859-11", "windows-874" },
    Alias{ "tis-620", "windows-874" },
    Alias{ "iso-8859-8-i", "iso-8859-8" },
    Alias{ "iso-8859-8-e", "iso-8859-8" },
    Alias{ "iso-8859-6-i", "iso-8859-6" },
    Alias{ "iso-8859-6-e", "iso-8859-6" },
    Alias{ "logical", "iso-8859-8" },
    Alias{ "koi8", "koi8-r" },
    Alias{ "koi", "koi8-r" },
    Alias{ "macroman", "macintosh" },
    Alias{ "mac", "macintosh" },
    Alias{ "x-mac-roman", "macintosh" },
    Alias{ "ks-c-5601-1987", "windows-949" },
    Alias{ "ks-c-5601", "windows-949" },
    Alias{ "ksc5601", "windows-949" },
    Alias{ "euc-kr", "windows-949" },
    Alias{ "euckr", "windows-949" },
    Alias{ "cp949", "windows-949" },
    Alias{ "x-windows-949", "windows-949" },
    Alias{ "uhc", "windows-949" },
    Alias{ "x-sjis", "windows-31j" },
    Alias{ "sjis", "windows-31j" },
    Alias{ "shift-jis", "windows-31j" },
    Alias{ "shiftjis", "windows-31j" },
    Alias{ "ms-kanji", "windows-31j" },
    Alias{ "cp932", "windows-31j" },
    Alias{ "x-ms-cp932", "windows-31j" },
    Alias{ "windows-932", "windows-31j" },
    Alias{ "x-euc-jp", "euc-jp" },
    Alias{ "eucjp", "euc-jp" },
    Alias{ "iso2022jp", "iso-2022-jp" },
    Alias{ "csiso2022jp", "iso-2022-jp" },
    Alias{ "iso-2022-jp-ms", "iso-2022-jp" },
    Alias{ "cp50220", "iso-2022-jp" },
    Alias{ "cp50221", "iso-2022-jp" },
    Alias{ "gb2312", "gb18030" },
    Alias{ "gb-2312-80", "gb18030" },
    Alias{ "gb2312-80", "gb18030" },
    Alias{ "gbk", "gb18030" },
    Alias{ "x-gbk", "gb18030" },
    Alias{ "cp936", "gb18030" },
    Alias{ "windows-936", "gb18030" },
    Alias{ "euc-cn", "gb18030" },
    Alias{ "chinesesimp", "gb18030" },
    Alias{ "hz-gb-2312", "hz" },
    Alias{ "big-5", "big5" },
    Alias{ "cn-big5", "big5" },
    Alias{ "x-big5", "big5" },
    Alias{ "cp950", "big5" },
    Alias{ "windows-950", "big5" },
};

constexpr std::array<std::string_view, 17> guessed{ "", "us-ascii", "ascii", "usascii",
    "ansi-x3.4-1968", "ansi-x3.4-1986", "iso646-us", "iso-646", "646", "us", "cp367",
    "unknown-8bit", "unknown", "x-unknown", "8bit", "default", "iso-ir-6" };

/// "cp1252", "win-1252", "windows1252", "x-cp1252", "cp-1252" -> "windows-1252"; "iso8859-2",
/// "iso88592", "8859-2" -> "iso-8859-2".
std::string normalisedFamily(std::string_view name)
{
    for (const std::string_view prefix :
        { "x-windows-", "windows-", "windows", "win-", "win", "x-cp-", "x-cp", "cp-", "cp" }) {
        if (!name.starts_with(prefix))
            continue;
        const std::string_view number = name.substr(prefix.size());
        if (number.size() == 4 && number.starts_with("125") && ascii::isDigit(number[3]))
            return "windows-" + std::string(number);
    }
    for (const std::string_view prefix : { "iso-8859", "iso8859", "x-iso-8859", "8859" }) {
        if (!name.starts_with(prefix))
            continue;
        std::string_view part = name.substr(prefix.size());
        if (part.starts_with('-'))
            part.remove_prefix(1);
        if (!part.empty() && part.size() <= 2
            && std::all_of(part.begin(), part.end(), ascii::isDigit))
            return "iso-8859-" + std::string(part);
    }
    return std::string(name);
}

std::string normalisedName(std::string_view charset)
{
    std::string name;
    for (const char c : ascii::trim(charset)) {
        if (c != '"' && c != '\'' && !ascii::isSpace(c))
            name += c == '_' ? '-' : ascii::toLower(c);
    }
    name = normalisedFamily(name);
    const auto alias = std::find_if(
        aliases.begin(), aliases.end(), [&](const Alias& a) { return a.first == name; });
    return alias == aliases.end() ? name : std::string(alias->second);
}

std::string withoutByteOrderMark(std::string text)
{
    if (text.starts_with("\xef\xbb\xbf"))
        text.erase(0, 3);
    return text;
}

/// ISO 2022 text without escape sequences that nothing follows but the next one: senders write
/// them, ICU marks them as errors.
std::string withoutIdleEscapes(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size());
    std::size_t escape = std::string::npos; // in `out`, of a sequence that nothing followed yet
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const bool sequence = bytes[i] == '\x1b' && i + 2 < bytes.size()
            && (bytes[i + 1] == '(' || bytes[i + 1] == '$');
        if (sequence && escape != std::string::npos)
            out.resize(escape);
        escape = sequence ? out.size() : std::string::npos;
        const std::size_t length = !sequence             ? 1
            : bytes[i + 1] == '$' && bytes[i + 2] == '(' ? 4
                                                         : 3;
        out += bytes.substr(i, length);
        i += length - 1;
    }
    return out;
}

/// What ICU takes text without a label for, where it is sure and the answer is no Western charset:
/// those are windows-1252 to everybody. Nothing for a few words, which prove nothing.
std::optional<std::string> detectedCharset(std::string_view bytes)
{
    constexpr std::ptrdiff_t fewest = 12; // bytes beyond ASCII
    constexpr std::size_t enough = 64 * 1024; // bytes looked at
    constexpr std::int32_t sure = 50; // of 100
    bytes = bytes.substr(0, enough);
    if (std::count_if(bytes.begin(), bytes.end(), ascii::is8Bit) < fewest)
        return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(
        ucsdet_open(&status), &ucsdet_close);
    ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
    const UCharsetMatch* const match = ucsdet_detect(detector.get(), &status);
    if (U_FAILURE(status) || match == nullptr || ucsdet_getConfidence(match, &status) < sure)
        return std::nullopt;
    const std::string name = ascii::lower(ucsdet_getName(match, &status));
    constexpr std::array<std::string_view, 12> trusted{ "shift_jis", "euc-jp", "euc-kr", "big5",
        "gb18030", "koi8-r", "windows-1251", "iso-8859-5", "iso-8859-7", "windows-1253",
        "windows-1255", "windows-1256" };
    return std::find(trusted.begin(), trusted.end(), name) == trusted.end() ? std::nullopt
                                                                            : std::optional(name);
}

std::optional<std::string> decode(const std::string& name, std::string_view bytes)
{
    QStringDecoder decoder(name.c_str());
    if (!decoder.isValid())
        return std::nullopt;
    std::string cleaned;
    if (name.starts_with("iso-2022-jp"))
        bytes = cleaned = withoutIdleEscapes(bytes);
    // The decoder waits for the rest of a character that the end cuts off; a line end behind it
    // makes that an error.
    const bool ended = !bytes.empty() && ascii::is8Bit(bytes.back()) && !name.starts_with("utf-");
    if (ended)
        bytes = cleaned = std::string(bytes) + '\n';
    QString text = decoder(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (ended && text.endsWith(u'\n'))
        text.chop(1);
    return withoutByteOrderMark(text.toUtf8().toStdString());
}

} // namespace

std::optional<std::string> toUtf8(std::string_view charset, std::string_view bytes)
{
    const std::string name = normalisedName(charset);
    if (std::find(guessed.begin(), guessed.end(), name) != guessed.end())
        return guessedToUtf8(bytes);
    if (name == "utf-8")
        return withoutByteOrderMark(toValidUtf8(bytes));
    // A name is a short token (RFC 2978 section 2.3: 40 characters); anything else never reaches
    // ICU.
    if (name.size() > 40 || std::any_of(name.begin(), name.end(), [](char c) {
            return ascii::isControl(c) || ascii::is8Bit(c);
        }))
        return std::nullopt;
    // Programs that write UTF-8 and say Latin-1 are common; Latin-1 text that is valid UTF-8 by
    // chance is not.
    if (name == "windows-1252" && isValidUtf8(bytes))
        return withoutByteOrderMark(std::string(bytes));
    return decode(name, bytes);
}

std::string guessedToUtf8(std::string_view bytes)
{
    const bool japanese = bytes.find("\x1b$B") != std::string_view::npos
        || bytes.find("\x1b$@") != std::string_view::npos;
    if (japanese && std::none_of(bytes.begin(), bytes.end(), ascii::is8Bit))
        return decode("iso-2022-jp", bytes).value_or(std::string(bytes));
    if (isValidUtf8(bytes))
        return withoutByteOrderMark(std::string(bytes));
    if (const auto name = detectedCharset(bytes)) {
        if (auto text = decode(*name, bytes))
            return *std::move(text);
    }
    return decode("windows-1252", bytes).value_or(toValidUtf8(bytes));
}

std::string charsetOfHtml(std::string_view bytes)
{
    constexpr std::size_t searched = 2048; // bytes; HTML 5 asks for 1,024
    const std::string head = ascii::lower(bytes.substr(0, searched));
    for (std::size_t at = head.find("<meta"); at != std::string::npos;
         at = head.find("<meta", at + 1)) {
        const std::string_view tag = std::string_view(head).substr(at, head.find('>', at) - at);
        const std::size_t word = tag.find("charset");
        if (word == std::string_view::npos)
            continue;
        const std::size_t begin = tag.find_first_not_of(" =\"'", word + 7);
        if (begin == std::string_view::npos)
            continue;
        std::string name(tag.substr(begin, tag.find_first_of(" \"';/", begin) - begin));
        // A document in UTF-16 could not have been read up to here.
        return name.starts_with("utf-16") ? "utf-8" : name;
    }
    return {};
}

mime::CharsetDecoder charsetDecoder()
{
    return [](std::string_view charset, std::string_view bytes) { return toUtf8(charset, bytes); };
}

} // namespace fulmar::text
