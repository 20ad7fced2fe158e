// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/terminal.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cwchar>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace fulmar::ctl {
namespace {

bool turnsDirection(char32_t c)
{
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
}

bool isControl(char32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
}

/// Columns of one character; what the C locale does not know counts as one.
int columnsOf(char32_t c)
{
    const int width = ::wcwidth(static_cast<wchar_t>(c));
    return width < 0 ? 1 : width;
}

int columnsOf(const QString& text)
{
    int columns = 0;
    for (const char32_t c : text.toUcs4())
        columns += columnsOf(c);
    return columns;
}

} // namespace

QString terminalSafe(const QString& text)
{
    QList<char32_t> kept;
    for (const char32_t c : text.toUcs4()) {
        if (!isControl(c) && !turnsDirection(c))
            kept += c;
    }
    return QString::fromUcs4(kept.constData(), kept.size());
}

QString TextTable::toString() const
{
    QList<int> widths;
    for (const auto& row : m_rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], columnsOf(row[i]));
    }
    QStringList lines;
    for (const auto& row : m_rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += row[i] + QString(widths[i] - columnsOf(row[i]) + 2, u' ');
        while (line.endsWith(u' '))
            line.chop(1);
        lines += line;
    }
    return lines.join(u'\n');
}

QString shortened(const QString& text, int width)
{
    const QString clean = terminalSafe(text.simplified());
    if (columnsOf(clean) <= width)
        return clean;
    QString out;
    int columns = 0;
    for (const char32_t c : clean.toUcs4()) {
        columns += columnsOf(c);
        if (columns > width - 1)
            break;
        out += QString::fromUcs4(&c, 1);
    }
    return out + QChar(0x2026);
}

QString sizeText(quint64 bytes)
{
    return QLocale::c().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

std::optional<QByteArray> askSecret(const QString& prompt)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0)
        return std::nullopt;
    termios before{};
    ::tcgetattr(terminal, &before);
    termios quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(terminal, TCSAFLUSH, &quiet);
    const QByteArray text = prompt.toUtf8();
    QByteArray line;
    std::array<char, 1024> buffer{};
    if (::write(terminal, text.constData(), static_cast<std::size_t>(text.size())) > 0) {
        const auto length = ::read(terminal, buffer.data(), buffer.size());
        line = QByteArray(buffer.data(), static_cast<qsizetype>(std::max<ssize_t>(length, 0)));
    }
    buffer.fill('\0');
    ::tcsetattr(terminal, TCSAFLUSH, &before);
    const bool ended = ::write(terminal, "\n", 1) == 1;
    ::close(terminal);
    return ended ? std::optional(line) : std::nullopt;
}

} // namespace fulmar::ctl
