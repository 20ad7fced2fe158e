// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/authentication_results.h"

#include "common/ascii.h"
#include "text/confusable.h"

#include <algorithm>
#include <string_view>

namespace fulmar::text {
namespace {

/// Comments out, white space runs to one blank, lower case; quoted strings lose their quotes.
std::string plain(std::string_view value)
{
    std::string out;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (c == '\\' && i + 1 < value.size() && (quoted || depth > 0))
            ++i;
        else if (c == '"' && depth == 0)
            quoted = !quoted;
        else if (c == '(' && !quoted)
            ++depth;
        else if (c == ')' && depth > 0 && !quoted)
            --depth;
        else if (depth == 0)
            out += ascii::isSpace(c) ? ' ' : ascii::toLower(c);
    }
    return out;
}

std::string_view upTo(std::string_view text, std::string_view stops)
{
    return text.substr(0, text.find_first_of(stops));
}

bool isTrusted(std::string_view server, const std::vector<std::string>& domains)
{
    return std::any_of(domains.begin(), domains.end(), [&](const std::string& domain) {
        return !domain.empty() && organisationOf(server) == organisationOf(domain);
    });
}

std::string receivingHost(const std::vector<mime::HeaderField>& headers)
{
    const auto received
        = std::find_if(headers.begin(), headers.end(), [](const mime::HeaderField& field) {
              return ascii::equalsIgnoreCase(field.name, "Received");
          });
    if (received == headers.end())
        return {};
    const std::string value = ' ' + plain(received->value);
    const auto by = value.find(" by ");
    return by == std::string::npos
        ? std::string()
        : std::string(upTo(std::string_view(value).substr(by + 4), " ;"));
}

void take(AuthenticationResults& results, std::string_view clause)
{
    clause = ascii::trim(clause);
    const auto equals = clause.find('=');
    if (equals == std::string_view::npos)
        return;
    const auto method = ascii::trim(upTo(clause.substr(0, equals), "/"));
    const std::string result(upTo(ascii::trim(clause.substr(equals + 1)), " "));
    if (method == "spf" && results.spf.empty())
        results.spf = result;
    else if (method == "dmarc" && results.dmarc.empty())
        results.dmarc = result;
    else if (method == "dkim"
        && (results.dkim.empty() || result == "pass")) // one good signature is enough
        results.dkim = result;
}

} // namespace

AuthenticationResults authenticationResults(
    const std::vector<mime::HeaderField>& headers, const std::vector<std::string>& trustedDomains)
{
    auto domains = trustedDomains;
    domains.push_back(receivingHost(headers));
    for (const auto& field : headers) {
        if (!ascii::equalsIgnoreCase(field.name, "Authentication-Results"))
            continue;
        const std::string value = plain(field.value);
        std::string_view rest = value;
        const auto server = ascii::trim(upTo(ascii::trim(upTo(rest, ";")), " "));
        if (!isTrusted(server, domains))
            continue;
        AuthenticationResults results;
        while (rest.find(';') != std::string_view::npos) {
            rest.remove_prefix(rest.find(';') + 1);
            take(results, upTo(rest, ";"));
        }
        return results;
    }
    return {};
}

std::vector<std::string> trustedDomainsFor(
    const std::string& incomingHost, const std::string& email)
{
    std::vector<std::string> domains{ incomingHost };
    const auto at = email.rfind('@');
    if (at != std::string::npos)
        domains.push_back(email.substr(at + 1));
    // Gmail's servers sign as google.com, Outlook's as outlook.com or protection.outlook.com.
    if (organisationOf(incomingHost) == "gmail.com")
        domains.emplace_back("mx.google.com");
    if (organisationOf(incomingHost) == "office365.com")
        domains.emplace_back("protection.outlook.com");
    return domains;
}

} // namespace fulmar::text
