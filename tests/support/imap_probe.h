// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

class QSslSocket;

namespace fulmar::test {

/// A second IMAP client, as plain as can be and independent of ours: puts mail on the server,
/// changes it and looks at it.
///
/// Every call blocks until the server has answered; a refusal or a lost connection is a gtest
/// failure. Mailbox names are as on the wire (modified UTF-7) without quotes.
class ImapProbe {
public:
    /// Implicit TLS; `command("LOGIN …")` comes next.
    ImapProbe(const std::string& host, std::uint16_t port, const std::string& caFile);
    ~ImapProbe();
    ImapProbe(ImapProbe&&) noexcept;
    ImapProbe& operator=(ImapProbe&&) noexcept;

    /// The whole answer to one command, literals included, up to and with the tagged line.
    std::string command(const std::string& text);
    /// UID of the new message. `flags` as in "\\Seen \\Flagged", `internalDate` as in "21-Nov-2026
    /// 20:15:00 +0000" or empty.
    std::uint32_t append(const std::string& folder, const std::string& raw,
        const std::string& flags = {}, const std::string& internalDate = {});
    std::string fetchRaw(const std::string& folder, std::uint32_t uid);
    /// As the server writes them: "\\Seen \\Flagged".
    std::string flags(const std::string& folder, std::uint32_t uid);
    /// `change` as in "+FLAGS (\\Seen)".
    void store(const std::string& folder, std::uint32_t uid, const std::string& change);
    std::vector<std::uint32_t> uids(const std::string& folder);
    /// Removes for good.
    void expunge(const std::string& folder, std::uint32_t uid);
    /// Polls until the folder holds so many messages; false after `milliseconds`.
    bool waitForCount(const std::string& folder, std::size_t count, int milliseconds = 10'000);

private:
    std::string readLine();
    std::string readBytes(std::size_t count);
    void select(const std::string& folder);
    void send(const std::string& bytes);
    std::string readAnswer(const std::string& tag);

    std::unique_ptr<QSslSocket> m_socket;
    std::string m_selected;
    int m_tag = 0;
};

} // namespace fulmar::test
