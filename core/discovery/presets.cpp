// SPDX-License-Identifier: GPL-3.0-or-later
#include "discovery/presets.h"

#include "common/ascii.h"
#include "discovery/preset_table.h"

#include <algorithm>

namespace fulmar::discovery {
namespace {

transport::Endpoint endpointOf(const PresetServer& server)
{
    return { .host = std::string(server.host), .port = server.port, .tls = server.tls };
}

std::string userOf(std::string_view email, UserForm form)
{
    return std::string(form == UserForm::Address ? email : email.substr(0, email.rfind('@')));
}

} // namespace

std::string_view domainOf(std::string_view email)
{
    const auto at = email.rfind('@');
    return at == std::string_view::npos ? std::string_view() : email.substr(at + 1);
}

std::optional<Preset> presetFor(std::string_view domain)
{
    const auto domains = presetDomains();
    const auto known = std::find_if(domains.begin(), domains.end(),
        [&](const PresetDomain& d) { return ascii::equalsIgnoreCase(d.domain, domain); });
    if (known == domains.end())
        return std::nullopt;
    const auto presets = allPresets();
    const auto preset = std::find_if(
        presets.begin(), presets.end(), [&](const Preset& p) { return p.id == known->preset; });
    return preset == presets.end() ? std::nullopt : std::optional(*preset);
}

BandwidthBudget bandwidthBudgetOf(const Account& account)
{
    constexpr std::uint64_t megabyte = 1'000'000;
    const auto presets = allPresets();
    const auto preset = std::find_if(presets.begin(), presets.end(), [&](const Preset& p) {
        return !p.imap.host.empty() && ascii::equalsIgnoreCase(p.imap.host, account.incoming.host);
    });
    auto budget = preset == presets.end() ? BandwidthBudget{} : preset->imapBudget;
    if (account.downPerDay)
        budget.down = *account.downPerDay * megabyte;
    if (account.upPerDay)
        budget.up = *account.upPerDay * megabyte;
    return budget;
}

Account accountFromPreset(std::string_view email, const Preset& preset)
{
    Account account;
    account.email = email;
    account.incomingKind = IncomingKind::Imap;
    account.incoming = endpointOf(preset.imap);
    account.smtp = endpointOf(preset.smtp);
    account.user = userOf(email, preset.incomingUser);
    account.smtpUser = userOf(email, preset.smtpUser);
    if (account.smtpUser == account.user)
        account.smtpUser.clear();
    account.sentCopy = preset.sentCopy;
    return account;
}

} // namespace fulmar::discovery
