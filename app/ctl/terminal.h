// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace fulmar::ctl {

/// Text that cannot steer a terminal: control characters and those that turn the direction of
/// writing are gone, tabs and line feeds stay. What mail holds is written by strangers.
QString terminalSafe(const QString& text);

/// Rows under a head, each column as wide as its widest cell; no blanks at line ends.
class TextTable {
public:
    explicit TextTable(QStringList head) : m_rows{ std::move(head) } { }
    void add(QStringList row) { m_rows += std::move(row); }
    [[nodiscard]] QString toString() const;
    [[nodiscard]] bool isEmpty() const { return m_rows.size() < 2; }

private:
    QList<QStringList> m_rows;
};

/// At most `width` columns, with an ellipsis where something was cut.
QString shortened(const QString& text, int width);

/// "1.2 MB".
QString sizeText(quint64 bytes);

/// Reads one line from the terminal without showing it; nothing where there is no terminal. Blocks;
/// before any engine runs.
std::optional<QByteArray> askSecret(const QString& prompt);

} // namespace fulmar::ctl
