// SPDX-License-Identifier: GPL-3.0-or-later
// The POP3 half of the account form: the other protocol and what stays on the server.
#include "viewmodels/account_form.h"

#include "viewmodels/formats.h"

#include <algorithm>
#include <array>

namespace fulmar::app {
namespace {

constexpr std::uint64_t megabyte = 1'000'000;

/// In the order of the choices in the window.
constexpr std::array keeps{ Pop3Keep::Forever, Pop3Keep::Days, Pop3Keep::UntilDeleted,
    Pop3Keep::Limit, Pop3Keep::Remove };

/// "imap.example.org" and "pop.example.org" are neighbours nearly everywhere; the person sees the
/// name and can change it.
std::string neighbourOf(const std::string& host, bool pop3)
{
    const std::string from = pop3 ? "imap." : "pop.";
    const std::string to = pop3 ? "pop." : "imap.";
    return host.starts_with(from) ? to + host.substr(from.size()) : host;
}

} // namespace

void AccountForm::setPop3(bool on)
{
    if (on == pop3())
        return;
    m_account.incomingKind = on ? IncomingKind::Pop3 : IncomingKind::Imap;
    auto& server = m_account.incoming;
    const bool startTls = imapStartTls();
    const int port = on ? (startTls ? 110 : 995) : (startTls ? 143 : 993);
    server.port = static_cast<std::uint16_t>(port);
    server.host = neighbourOf(server.host, on);
    Q_EMIT changed();
}

bool AccountForm::isGmail() const
{
    return m_account.incoming.host == "pop.gmail.com";
}

int AccountForm::pop3Keep() const
{
    return static_cast<int>(
        std::find(keeps.begin(), keeps.end(), m_account.pop3.keep) - keeps.begin());
}

void AccountForm::setPop3Keep(int index)
{
    if (index < 0 || static_cast<std::size_t>(index) >= keeps.size())
        return;
    Pop3Settings& pop3 = m_account.pop3;
    // A choice that needs a number begins with a sensible one.
    if (keeps[static_cast<std::size_t>(index)] == Pop3Keep::Days && pop3.keepDays == 0)
        pop3.keepDays = 14;
    if (keeps[static_cast<std::size_t>(index)] == Pop3Keep::Limit && pop3.keepMessages == 0)
        pop3.keepMessages = 1000;
    put(pop3.keep, keeps[static_cast<std::size_t>(index)]);
}

void AccountForm::setPop3KeepDays(int days)
{
    put(m_account.pop3.keepDays, static_cast<std::uint32_t>(std::max(days, 1)));
}

void AccountForm::setPop3KeepMessages(int messages)
{
    put(m_account.pop3.keepMessages, static_cast<std::uint32_t>(std::max(messages, 0)));
}

int AccountForm::pop3HeadersOverMb() const
{
    return static_cast<int>(m_account.pop3.headersOnlyOver / megabyte);
}

void AccountForm::setPop3HeadersOverMb(int megabytes)
{
    put(m_account.pop3.headersOnlyOver,
        static_cast<std::uint64_t>(std::max(megabytes, 0)) * megabyte);
}

void AccountForm::setPop3CheckMinutes(int minutes)
{
    put(m_account.pop3.checkMinutes, static_cast<std::uint32_t>(std::max(minutes, 0)));
}

void AccountForm::setPop3Recent(bool on)
{
    put(m_account.pop3.recent, on);
}

void AccountForm::setPop3SharedInbox(bool on)
{
    put(m_account.pop3.sharedInbox, on);
}

} // namespace fulmar::app
