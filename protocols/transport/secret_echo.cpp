// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/secret_echo.h"

#include <algorithm>
#include <string_view>

namespace fulmar::transport {

namespace {

constexpr qsizetype shortest = 4; // bytes
constexpr std::size_t kept = 32; // count; one sign-in has a handful
constexpr qsizetype longestLine = 64 * 1024; // bytes; a token is a few thousand
constexpr auto ellipsis = "\xE2\x80\xA6"; // what the log puts behind a line that it cut
constexpr auto dots = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";

void wipe(QByteArray& bytes)
{
    for (volatile char* c = bytes.data(); c != bytes.data() + bytes.size(); ++c)
        *c = 0;
}

/// `"a\"b"` as an IMAP quoted string says it; anything else as it is.
QByteArray unquoted(const QByteArray& word)
{
    if (word.size() < 2 || !word.startsWith('"') || !word.endsWith('"'))
        return word;
    QByteArray text;
    for (qsizetype i = 1; i + 1 < word.size(); ++i) {
        if (word[i] == '\\' && i + 2 < word.size())
            ++i;
        text += word[i];
    }
    return text;
}

} // namespace

SecretEcho::~SecretEcho()
{
    for (QByteArray& secret : m_secrets)
        wipe(secret);
    wipe(m_open);
}

void SecretEcho::learn(const QByteArray& bytes)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        const qsizetype end = bytes.indexOf('\n', at);
        const QByteArray piece = bytes.mid(at, end < 0 ? -1 : end - at);
        if (m_open.size() + piece.size() <= longestLine)
            m_open += piece;
        if (end < 0)
            return;
        learnLine(m_open.trimmed());
        wipe(m_open);
        m_open.clear();
        at = end + 1;
    }
}

void SecretEcho::learnLine(const QByteArray& line)
{
    // The last word is the secret of every sign-in command: AUTHENTICATE, AUTH, PASS and bare
    // base64. A password with blanks in it (LOGIN, PASS) is kept in its pieces too.
    const bool quoted = line.endsWith('"') && line.contains(" \"");
    const QByteArray last
        = quoted ? line.mid(line.lastIndexOf(" \"") + 1) : line.mid(line.lastIndexOf(' ') + 1);
    keep(last);
    keep(unquoted(last));
    if (line.startsWith("PASS "))
        keep(line.mid(5));
    const auto decoded
        = QByteArray::fromBase64Encoding(last, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return;
    QByteArray fields = decoded.decoded;
    std::replace(fields.begin(), fields.end(), '\x01', '\0');
    constexpr std::string_view bearer = "auth=Bearer ";
    for (const QByteArray& field : fields.split('\0'))
        keep(field.startsWith(bearer.data()) ? field.mid(static_cast<qsizetype>(bearer.size()))
                                             : field);
    wipe(fields);
}

void SecretEcho::keep(const QByteArray& secret)
{
    if (secret.size() < shortest
        || std::find(m_secrets.begin(), m_secrets.end(), secret) != m_secrets.end())
        return;
    m_secrets.push_back(QByteArray(secret.constData(), secret.size()));
    if (m_secrets.size() > kept) {
        wipe(m_secrets.front());
        m_secrets.pop_front();
    }
}

QByteArray SecretEcho::without(QByteArray line) const
{
    for (const QByteArray& secret : m_secrets)
        line.replace(secret, dots);
    // A long line is cut, perhaps in the middle of a secret.
    if (!line.endsWith(ellipsis))
        return line;
    const auto shown = QByteArrayView(line).chopped(QByteArrayView(ellipsis).size());
    for (const QByteArray& secret : m_secrets) {
        for (qsizetype length = std::min(secret.size() - 1, shown.size()); length >= shortest;
             --length) {
            if (shown.endsWith(QByteArrayView(secret).first(length)))
                return line.left(shown.size() - length) + dots;
        }
    }
    return line;
}

} // namespace fulmar::transport
