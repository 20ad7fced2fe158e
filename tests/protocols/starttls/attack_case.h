// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace fulmar::starttls {

/// One `.ron` file of "Why TLS is better without STARTTLS" (USENIX Security 2021): what the server
/// plays.
///
/// The attacks that need a look at the client first stand in comments there; `armed` reads them in.
struct AttackCase {
    std::string protocol; ///< "imap", "pop3", "smtp"
    std::string name; ///< path below the folder of the set
    std::string greetingKind = "Ok"; ///< IMAP: "Ok", "PreAuth", "Bye"
    std::string greeting; ///< POP3: the line
    std::optional<std::vector<std::string>> greetingCapabilities; ///< IMAP, as on the wire
    std::vector<std::string> clear, secure; ///< capabilities, as on the wire
    std::vector<std::string> hidden; ///< commands that the server does not know, lower case
    std::optional<std::string> answer; ///< to STARTTLS or STLS; "<tag>" stands for the tag
    bool switches = true; ///< whether the server begins TLS after its answer
    bool implicitTls = false;
    bool refersElsewhere = false; ///< sign-in is answered with a referral
    bool certificateOnly = false; ///< the attack is in the certificate
};

AttackCase readAttackCase(
    const std::filesystem::path& set, const std::filesystem::path& file, bool armed);

} // namespace fulmar::starttls
