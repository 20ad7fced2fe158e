// SPDX-License-Identifier: GPL-3.0-or-later
#include "wording.h"

#include "common/ascii.h"
#include "wording_table.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <utility>

namespace fulmar::app {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Wording", text);
}

bool codeMatches(std::string_view pattern, std::string_view code)
{
    if (pattern.empty())
        return true;
    if (pattern.back() == '*')
        return code.starts_with(pattern.substr(0, pattern.size() - 1));
    return ascii::equalsIgnoreCase(pattern, code);
}

bool textMatches(std::string_view part, const std::string& lowerText)
{
    return part.empty() || lowerText.find(part) != std::string::npos;
}

const WordingRow* find(std::span<const WordingRow> rows, const Error& error)
{
    const std::string text = ascii::lower(error.serverText);
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const WordingRow& r) {
        return r.kind == error.kind && codeMatches(r.code, error.code) && textMatches(r.text, text);
    });
    return row == rows.end() ? nullptr : &*row;
}

bool isSmtpCode(const std::string& code)
{
    return code.size() >= 3 && std::all_of(code.begin(), code.begin() + 3, ascii::isDigit);
}

/// Foreign text in one line, without control characters and of a length that a person reads.
QString oneLine(const std::string& text)
{
    constexpr qsizetype longest = 400;
    QString line = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).simplified();
    line.removeIf([](QChar c) {
        return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
    });
    return line.size() > longest ? line.left(longest) + QChar(0x2026) : line;
}

QString hostText(const WordingContext& context)
{
    if (context.host.isEmpty())
        return tr("the server");
    return context.port == 0 ? context.host
                             : QStringLiteral("%1:%2").arg(context.host).arg(context.port);
}

/// A sentence that ends as one; an address of a web page at its end stays whole.
QString ended(const QString& sentence)
{
    const bool isUrl = sentence.section(u' ', -1).startsWith(QStringLiteral("http"));
    const bool hasEnd = sentence.isEmpty() || QStringLiteral(".!?\u2026").contains(sentence.back());
    return isUrl || hasEnd ? sentence : sentence + u'.';
}

/// When a pause ends, from the place of its error; empty for any other.
QString untilText(const std::string& where)
{
    constexpr std::string_view pause = "pause until ";
    if (!where.starts_with(pause))
        return {};
    const auto until = QDateTime::fromSecsSinceEpoch(
        QByteArray::fromStdString(where.substr(pause.size())).toLongLong());
    const bool today = until.date() == QDate::currentDate();
    return QLocale().toString(
        until, today ? QStringLiteral("HH:mm") : QStringLiteral("d MMM HH:mm"));
}

/// Puts the particulars in; a text that ends in ": %server" loses that part where no server spoke.
QString filled(const char* pattern, const Error& error, const WordingContext& context)
{
    QString text = tr(pattern);
    const std::array<std::pair<QString, QString>, 6> particulars{ {
        { QStringLiteral("%host"), hostText(context) },
        { QStringLiteral("%account"),
            context.account.isEmpty() ? tr("this account") : context.account },
        { QStringLiteral("%subject"), context.subject },
        { QStringLiteral("%where"), oneLine(error.where) },
        { QStringLiteral("%until"), untilText(error.where) },
        { QStringLiteral("%server"), oneLine(error.serverText) },
    } };
    for (const auto& [name, value] : particulars) {
        if (!value.isEmpty())
            continue;
        text.replace(QStringLiteral(": ") + name, QStringLiteral("."));
        text.remove(QStringLiteral(" (%1)").arg(name));
    }
    // One pass over the pattern: a server's words may hold "%host" themselves.
    QString out;
    for (qsizetype at = 0; at < text.size();) {
        const auto found = std::find_if(particulars.begin(), particulars.end(),
            [&](const auto& p) { return QStringView(text).mid(at).startsWith(p.first); });
        if (found == particulars.end()) {
            out += text.at(at++);
        } else {
            out += found->second;
            at += found->first.size();
        }
    }
    // The stand-ins for unknown particulars may begin the sentence; a host name keeps its letters.
    if (out.startsWith(tr("the server")) || out.startsWith(tr("this account")))
        out[0] = out.at(0).toUpper();
    return ended(out);
}

} // namespace

Wording wordingFor(const Error& error, const WordingContext& context)
{
    const WordingRow* row = isSmtpCode(error.code) ? find(smtpWordingRows(), error) : nullptr;
    if (row == nullptr)
        row = find(wordingRows(), error);
    if (row == nullptr)
        return { .sentence = filled("Something failed (%where): %server", error, context),
            .hint = {} };
    return { .sentence = filled(row->sentence, error, context),
        .hint = *row->hint == '\0' ? QString() : filled(row->hint, error, context) };
}

QString errorKindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Network:
        return QStringLiteral("network");
    case ErrorKind::Tls:
        return QStringLiteral("tls");
    case ErrorKind::Authentication:
        return QStringLiteral("authentication");
    case ErrorKind::Rejected:
        return QStringLiteral("rejected");
    case ErrorKind::Protocol:
        return QStringLiteral("protocol");
    case ErrorKind::Limit:
        return QStringLiteral("limit");
    case ErrorKind::Storage:
        return QStringLiteral("storage");
    case ErrorKind::Cancelled:
        return QStringLiteral("cancelled");
    case ErrorKind::Unsupported:
        return QStringLiteral("unsupported");
    }
    return QStringLiteral("protocol");
}

QString passwordNoteText(discovery::PasswordNote note, const QString& providerName)
{
    using enum discovery::PasswordNote;
    const char* text = "";
    switch (note) {
    case None:
        break;
    case GmailAppPassword:
        text = QT_TRANSLATE_NOOP("Wording",
            "Gmail gives mail programs a password of their own. Switch on 2-Step Verification in "
            "your Google account, create an "
            "app password there and give its sixteen letters here; blanks do not matter. Your "
            "Google password stays private.");
        break;
    case AppPassword:
        text = QT_TRANSLATE_NOOP("Wording",
            "%1 gives mail programs a password of their own. Create an app password in the "
            "security settings of your account "
            "and give it here; the account password is refused.");
        break;
    case AppPasswordIfTwoStep:
        text = QT_TRANSLATE_NOOP("Wording",
            "Where two-factor sign-in is on, %1 wants an app password here; create it in the "
            "security settings of your account.");
        break;
    case EnableAccessFirst:
        text = QT_TRANSLATE_NOOP("Wording",
            "%1 lets mail programs in only after you have switched on IMAP and POP3 in its web "
            "settings. Where two-factor "
            "sign-in is on, an app password is needed here.");
        break;
    case OAuthOnly:
        text = QT_TRANSLATE_NOOP("Wording",
            "%1 no longer takes passwords from mail programs; it wants a sign-in through the web "
            "browser (OAuth).");
        break;
    case AuthorisationCode:
        text = QT_TRANSLATE_NOOP("Wording",
            "%1 wants an authorisation code in place of the password; create it in the web "
            "settings where IMAP is switched on.");
        break;
    case Bridge:
        text = QT_TRANSLATE_NOOP("Wording",
            "%1 has to run on this machine; give the user name and the password that it shows, and "
            "its exported certificate as CA file.");
        break;
    }
    return *text == '\0' ? QString() : tr(text).replace(QStringLiteral("%1"), providerName);
}

} // namespace fulmar::app
