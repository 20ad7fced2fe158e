// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "model/server_limits.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fulmar::discovery {

/// What a provider wants as login name.
enum class UserForm {
    Address, ///< anna@example.org
    LocalPart, ///< anna
};

/// What a person has to know before the password is asked for; the paragraph itself is worded in
/// `app`.
enum class PasswordNote {
    None,
    GmailAppPassword, ///< 2-Step Verification on, then sixteen letters
    AppPassword, ///< the account password never works
    AppPasswordIfTwoStep, ///< the account password works unless two-factor is on
    EnableAccessFirst, ///< IMAP and POP3 are off until switched on in the web settings
    OAuthOnly, ///< no password of any kind works
    AuthorisationCode, ///< a code made in the web settings takes the place of the password
    Bridge, ///< the provider's own program on this machine does the encryption and gives the
            ///< password
};

/// One server of a preset; `port` 0 = the provider has none.
struct PresetServer {
    std::string_view host{};
    std::uint16_t port = 0;
    transport::TlsMode tls = transport::TlsMode::Implicit;
};

/// The settings of one mail provider, as its own help pages give them.
struct Preset {
    std::string_view id{}; ///< "gmail"; stable, for tests and logs
    std::string_view name{}; ///< "Gmail"
    PresetServer imap{}, pop3{}, smtp{};
    UserForm incomingUser = UserForm::Address, smtpUser = UserForm::Address;
    SentCopy sentCopy = SentCopy::Append;
    PasswordNote note = PasswordNote::None;
    BandwidthBudget imapBudget{}; ///< bytes a day over IMAP
    std::string_view helpUrl{}; ///< how to set up a client, or how to get the password
};

/// The provider of a mail domain, in any case of letters; nothing where it is not known.
std::optional<Preset> presetFor(std::string_view domain);

/// What an account may move in a day: its own settings, else what its provider, known by the name of
/// the server, allows.
BandwidthBudget bandwidthBudgetOf(const Account& account);

/// The part behind the last "@"; empty where there is none.
std::string_view domainOf(std::string_view email);

/// An IMAP account with everything that the preset knows; name, password source and id are left to
/// the caller.
Account accountFromPreset(std::string_view email, const Preset& preset);

/// All presets, for tests and lists.
std::span<const Preset> allPresets();

} // namespace fulmar::discovery
