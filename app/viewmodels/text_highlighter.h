// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QQuickTextDocument>
#include <QSyntaxHighlighter>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

/// Dims quoted lines and marks addresses in a plain text document. The text is never read as
/// markup. GUI thread.
class TextHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* textDocument READ textDocument WRITE setTextDocument NOTIFY
            textDocumentChanged)
    Q_PROPERTY(QColor quoteColor READ quoteColor WRITE setQuoteColor NOTIFY colorsChanged)
    Q_PROPERTY(QColor linkColor READ linkColor WRITE setLinkColor NOTIFY colorsChanged)
public:
    explicit TextHighlighter(QObject* parent = nullptr);

    [[nodiscard]] QQuickTextDocument* textDocument() const { return m_document; }
    void setTextDocument(QQuickTextDocument* document);
    [[nodiscard]] QColor quoteColor() const { return m_quoteColor; }
    void setQuoteColor(const QColor& color);
    [[nodiscard]] QColor linkColor() const { return m_linkColor; }
    void setLinkColor(const QColor& color);

    /// The http, https or mailto address at a position of the document; empty where there is none.
    Q_INVOKABLE [[nodiscard]] QUrl linkAt(int position) const;

Q_SIGNALS:
    void textDocumentChanged();
    void colorsChanged();

protected:
    void highlightBlock(const QString& line) override;

private:
    QQuickTextDocument* m_document = nullptr;
    QColor m_quoteColor{}, m_linkColor{};
};

/// Where an address stands in a line.
struct LinkSpan {
    int start = 0, length = 0;
    QUrl url{};
};

/// Web and mail addresses of a line; closing punctuation is not part of them. Pure.
QList<LinkSpan> linksIn(const QString& line);

} // namespace fulmar::app
