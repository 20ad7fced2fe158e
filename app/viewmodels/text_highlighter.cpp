// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/text_highlighter.h"

#include <QRegularExpression>
#include <QTextDocument>

namespace fulmar::app {
namespace {

constexpr qsizetype longestLine
    = 20'000; ///< characters; longer lines are data, not text to search for links

QString withoutTrailingPunctuation(QString link)
{
    while (!link.isEmpty()) {
        const QChar last = link.back();
        const bool unbalanced = last == QLatin1Char(')')
            && link.count(QLatin1Char('(')) < link.count(QLatin1Char(')'));
        if (!QStringLiteral(".,;:!?'\"]}>").contains(last) && !unbalanced)
            break;
        link.chop(1);
    }
    return link;
}

} // namespace

QList<LinkSpan> linksIn(const QString& line)
{
    static const QRegularExpression address(
        QStringLiteral(
            "\\b(?:https?://"
            "|mailto:)[^\\s<>\"\\x{200B}-\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]+"),
        QRegularExpression::CaseInsensitiveOption);
    QList<LinkSpan> links;
    if (line.size() > longestLine)
        return links;
    auto matches = address.globalMatch(line);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const QString link = withoutTrailingPunctuation(match.captured());
        const QUrl url(link, QUrl::StrictMode);
        if (url.isValid() && (!url.host().isEmpty() || !url.path().isEmpty()))
            links.append(
                { static_cast<int>(match.capturedStart()), static_cast<int>(link.size()), url });
    }
    return links;
}

TextHighlighter::TextHighlighter(QObject* parent) : QSyntaxHighlighter(parent) { }

void TextHighlighter::setTextDocument(QQuickTextDocument* document)
{
    if (m_document == document)
        return;
    m_document = document;
    setDocument(document ? document->textDocument() : nullptr);
    Q_EMIT textDocumentChanged();
}

void TextHighlighter::setQuoteColor(const QColor& color)
{
    m_quoteColor = color;
    rehighlight();
    Q_EMIT colorsChanged();
}

void TextHighlighter::setLinkColor(const QColor& color)
{
    m_linkColor = color;
    rehighlight();
    Q_EMIT colorsChanged();
}

QUrl TextHighlighter::linkAt(int position) const
{
    if (!document() || position < 0)
        return {};
    const QTextBlock block = document()->findBlock(position);
    const int column = position - block.position();
    const auto links = linksIn(block.text());
    for (const LinkSpan& link : links) {
        if (column >= link.start && column < link.start + link.length)
            return link.url;
    }
    return {};
}

void TextHighlighter::highlightBlock(const QString& line)
{
    if (line.startsWith(QLatin1Char('>')))
        setFormat(0, static_cast<int>(line.size()), m_quoteColor);
    const auto links = linksIn(line);
    for (const LinkSpan& link : links) {
        QTextCharFormat format;
        format.setForeground(m_linkColor);
        format.setFontUnderline(true);
        setFormat(link.start, link.length, format);
    }
}

} // namespace fulmar::app
