// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <deque>

namespace fulmar::transport {

/// Knows what the connections of one account said in secret, and takes it out of what servers say
/// back.
///
/// A server that repeats a password in its refusal ("unknown command: hunter2") must not get it
/// into the log. Kept are the last few secrets, as they were sent and as they read without base64;
/// they are overwritten at the end. Secrets under four bytes
/// are left alone: they would blot out half of every line.
class SecretEcho {
public:
    SecretEcho() = default;
    ~SecretEcho();
    SecretEcho(const SecretEcho&) = delete;
    SecretEcho& operator=(const SecretEcho&) = delete;

    /// Takes sensitive bytes of the client; lines may come in any pieces.
    void learn(const QByteArray& bytes);
    /// The line with every secret, and the beginning of one at its end, as dots.
    [[nodiscard]] QByteArray without(QByteArray line) const;
    [[nodiscard]] bool empty() const { return m_secrets.empty(); }

private:
    void learnLine(const QByteArray& line);
    void keep(const QByteArray& secret);

    QByteArray m_open; ///< a line that has no end yet
    std::deque<QByteArray> m_secrets;
};

} // namespace fulmar::transport
