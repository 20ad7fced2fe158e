// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/body_document.h"

#include "viewmodels/readable_message.h"

namespace fulmar::app {
namespace {

/// Colours of the page that a message without its own gets.
struct Paper {
    const char *ground, *ink, *quote, *line, *link, *empty;
};
// The same values as Theme.qml: a message must not look like a hole in the window.
constexpr Paper light{ "#fff", "#182023", "#4b575d", "#c3ccd0", "#0c6a81", "#f2f4f5" };
constexpr Paper night{ "#1e2326", "#e8ecee", "#b1bbc1", "#475258", "#62bdd3", "#272d31" };

QByteArray ownStyle(const Paper& paper)
{
    // Long words break only where they would not fit: "anywhere" would crush the tables of
    // newsletters.
    return QByteArray("html{background:") + paper.ground + ";color:" + paper.ink
        + "}body{margin:16px 24px 32px;font:14px/1.5 Inter,sans-serif;overflow-wrap:break-word}"
          "img{max-width:100%}pre{white-space:pre-wrap}"
          ".fulmar-plain{font:inherit;margin:0 0 16px}"
          "blockquote{margin:8px 0 8px 4px;padding-left:12px;border-left:2px solid "
        + paper.line + ";color:" + paper.quote + "}a{color:" + paper.link
        + "}.fulmar-blocked{background:" + paper.empty
        + ";display:inline-block}"
          ".fulmar-quote>summary{color:"
        + paper.quote
        + ";cursor:pointer;margin:12px 0}"
          ".m-gmail_signature,.m-moz-signature,.m-gmail_signature_prefix{opacity:.62}"
          "@media print{html{background:#fff;color:#000}.fulmar-quote{display:block}}";
}

} // namespace

QByteArray bodyDocument(const std::string& fragment, const std::string& styleSheet, bool dark)
{
    return "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta "
           "http-equiv=\"Content-Security-Policy\" content=\""
        + bodyPolicy()
        + "\"><meta name=\"referrer\" content=\"no-referrer\"><meta name=\"viewport\" "
          "content=\"width=device-width\"><style>"
        + ownStyle(dark ? night : light) + "</style><style>" + QByteArray::fromStdString(styleSheet)
        + "</style></head><body>" + QByteArray::fromStdString(fragment) + "</body></html>";
}

std::string plainFragment(std::string_view utf8)
{
    const QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    return "<pre class=\"fulmar-plain\">" + text.toHtmlEscaped().toStdString() + "</pre>";
}

} // namespace fulmar::app
