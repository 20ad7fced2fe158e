// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/message_source.h"

#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"
#include "viewmodels/formats.h"

#include <QCoreApplication>

namespace fulmar::app {
namespace {

constexpr std::size_t longestLeaf = 16 * 1024; // bytes of an encoded body that are shown whole
constexpr std::size_t shownEnd = 400; // bytes at each end of a longer one
constexpr qsizetype longestSource = 2'000'000; // characters

/// Encoded bodies from the last to the first, so that cutting one moves no other.
void collect(const mime::Part& part, std::vector<const mime::Part*>& long_)
{
    for (auto child = part.children.rbegin(); child != part.children.rend(); ++child)
        collect(*child, long_);
    if (part.children.empty() && part.bodyLength > longestLeaf && part.type != "text")
        long_.push_back(&part);
}

} // namespace

MessageSource messageSource(const std::string& raw)
{
    const auto message = mime::parse(raw, text::charsetDecoder());
    MessageSource out;
    for (const auto& field : message.root.headers)
        out.headers += text(field.name) + QStringLiteral(": ")
            + displayText(mime::decodeUnstructured(field.value, text::charsetDecoder()))
            + QLatin1Char('\n');
    std::vector<const mime::Part*> bodies;
    collect(message.root, bodies);
    std::string shown = raw;
    for (const mime::Part* const part : bodies) {
        const std::size_t begin = part->bodyOffset + shownEnd;
        const std::size_t length = part->bodyLength - 2 * shownEnd;
        const QString line = QCoreApplication::translate("MessageSource", "\n[… %1 left out …]\n")
                                 .arg(byteSize(length));
        shown.replace(begin, length, line.toStdString());
    }
    out.folded = text(text::guessedToUtf8(shown)).left(longestSource);
    out.folded.remove(QLatin1Char('\r'));
    return out;
}

} // namespace fulmar::app
