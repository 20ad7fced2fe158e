// SPDX-License-Identifier: GPL-3.0-or-later
#include "attack_case.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

namespace fulmar::starttls {
namespace {

/// The file without comments; `armed` keeps those that hold an answer to STARTTLS.
std::string activeText(const std::filesystem::path& file, bool armed, bool& refers)
{
    std::ifstream in(file);
    std::string text;
    const std::regex answer(R"(^\s*//\s*((starttls|stls)_response\s*:.*)$)");
    const std::regex referral(R"(^\s*//\s*override_(login|authenticate)\s*:.*$)");
    for (std::string line; std::getline(in, line);) {
        std::smatch found;
        if (armed && std::regex_match(line, found, answer))
            text += found[1].str() + '\n';
        refers = refers || (armed && std::regex_match(line, referral));
        if (line.find("//") == std::string::npos)
            text += line + '\n';
    }
    return text;
}

/// What stands behind `name:` up to `end`; nothing where the field is not there.
std::optional<std::string> field(
    const std::string& text, const std::string& name, const char* value)
{
    // The last one counts: an attack that was read from a comment overrides.
    std::optional<std::string> last;
    const std::regex pattern("(?:^|[\\s(])" + name + "\\s*:\\s*" + value);
    for (auto it = std::sregex_iterator(text.begin(), text.end(), pattern);
         it != std::sregex_iterator(); ++it)
        last = (*it)[1].str();
    return last;
}

std::string unescaped(const std::string& text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size())
            out += text[i];
        else if (text[++i] == 'r')
            out += '\r';
        else if (text[i] == 'n')
            out += '\n';
        else
            out += text[i];
    }
    return out;
}

std::vector<std::string> quotedWords(const std::string& list)
{
    std::vector<std::string> words;
    const std::regex quoted("\"([^\"]*)\"");
    for (auto it = std::sregex_iterator(list.begin(), list.end(), quoted);
         it != std::sregex_iterator(); ++it)
        words.push_back((*it)[1].str());
    return words;
}

std::vector<std::string> imapCapabilities(const std::string& list)
{
    const std::vector<std::pair<std::string, std::string>> names{ { "Imap4Rev1", "IMAP4rev1" },
        { "StartTls", "STARTTLS" }, { "LoginDisabled", "LOGINDISABLED" },
        { "Auth(Plain)", "AUTH=PLAIN" }, { "Auth(Login)", "AUTH=LOGIN" }, { "Idle", "IDLE" },
        { "MailboxReferrals", "MAILBOX-REFERRALS" }, { "LoginReferrals", "LOGIN-REFERRALS" },
        { "Deflate", "COMPRESS=DEFLATE" }, { "Atom(\"IMAP4\")", "IMAP4" } };
    std::vector<std::string> words;
    for (const auto& [name, word] : names) {
        if (list.find(name) != std::string::npos)
            words.push_back(word);
    }
    return words;
}

std::vector<std::string> smtpCapabilities(const std::string& list)
{
    std::vector<std::string> words;
    if (list.find("StartTLS") != std::string::npos)
        words.emplace_back("STARTTLS");
    if (list.find("Plain") != std::string::npos)
        words.emplace_back(
            list.find("Login") != std::string::npos ? "AUTH PLAIN LOGIN" : "AUTH PLAIN");
    return words;
}

std::vector<std::string> capabilities(
    const std::string& text, const std::string& protocol, const std::string& name)
{
    const auto list = field(text, name, "\\[(.*)\\],?").value_or("");
    if (protocol == "pop3")
        return quotedWords(list);
    return protocol == "imap" ? imapCapabilities(list) : smtpCapabilities(list);
}

std::string protocolOf(const std::string& path)
{
    for (const char* protocol : { "imap", "pop3", "smtp" }) {
        if (path.find(std::string(protocol) + '/') != std::string::npos)
            return protocol;
    }
    return {};
}

} // namespace

AttackCase readAttackCase(
    const std::filesystem::path& set, const std::filesystem::path& file, bool armed)
{
    AttackCase attack;
    attack.name = std::filesystem::relative(file, set).generic_string();
    attack.protocol = protocolOf(attack.name);
    const auto text = activeText(file, armed, attack.refersElsewhere);
    attack.certificateOnly = attack.name.find("Certificate") != std::string::npos;
    attack.greetingKind = field(text, "kind", "(\\w+)").value_or("Ok");
    attack.greeting = unescaped(field(text, "greeting", "\"(.*)\"").value_or(""));
    if (const auto code = field(text, "code", "Some\\(Capability\\(NonEmptyVec\\((.*)\\)\\)\\),?"))
        attack.greetingCapabilities = imapCapabilities(*code);
    const bool imap = attack.protocol == "imap", pop3 = attack.protocol == "pop3";
    attack.clear = capabilities(text, attack.protocol,
        imap       ? "caps"
            : pop3 ? "capa"
                   : "capabilities");
    attack.secure = capabilities(text, attack.protocol,
        imap       ? "caps_tls"
            : pop3 ? "capa_tls"
                   : "capabilities_tls");
    attack.hidden = quotedWords(field(text, "hide_commands", "\\[(.*)\\],?").value_or(""));
    if (auto answer
        = field(text, imap ? "starttls_response" : "stls_response", "(?:Some\\()?\"(.*)\"\\)?,?"))
        attack.answer = unescaped(*answer);
    attack.switches
        = field(text, imap ? "starttls_transition" : "stls_make_transition", "(\\w+)") != "false";
    attack.implicitTls = field(text, "implicit_tls", "(\\w+)") == "true";
    return attack;
}

} // namespace fulmar::starttls
