// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine_fixture.h"
#include "gmail_lab.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace fulmar::test {

/// One account on a Gmail lab, seen by one device.
class GmailDevice : public Device {
public:
    using Device::Device;

    void signIn(const GmailLab& lab)
    {
        Account account{ .email = GmailLab::user(),
            .name = "Anna",
            .incoming = { .host = "127.0.0.1", .port = lab.imap(), .caFile = lab.caFile() },
            .smtp = { .host = "127.0.0.1", .port = lab.smtp(), .caFile = lab.caFile() },
            .user = GmailLab::user() };
        m_account = addAccount(account, GmailLab::password());
    }
    [[nodiscard]] AccountId account() const { return m_account; }

    /// Errors of a synchronisation as one text; "" where there were none.
    std::string synced(const SyncRequest& request = {})
    {
        std::string errors;
        for (const auto& [account, error] : sync(request).errors)
            errors += error.where + " / " + error.code + " / " + error.serverText + "; ";
        return errors;
    }

    std::vector<Message> all()
    {
        return reader().messages({ .account = m_account, .limit = 100'000 }).value();
    }
    /// The message number `n` of the lab; an invalid one where it is not here.
    Message message(int n)
    {
        for (auto& message : all()) {
            if (message.summary.messageId == GmailLab::messageId(n))
                return message;
        }
        return {};
    }
    std::string pathOf(FolderId id)
    {
        const auto folders = reader().folders(m_account).value();
        for (const auto& folder : folders) {
            if (folder.id == id)
                return folder.path;
        }
        return "?";
    }
    std::set<std::string> paths(const Message& message)
    {
        std::set<std::string> paths;
        for (const auto folder : message.folders)
            paths.insert(pathOf(folder));
        return paths;
    }
    std::set<std::string> paths(int n) { return paths(message(n)); }

    Result<MailStore::Recorded> change(const std::string& name, std::vector<Action> actions,
        const std::vector<int>& numbers, const std::string& from = {})
    {
        ChangeRequest request{ .name = name, .actions = std::move(actions) };
        for (const int n : numbers)
            request.messages.push_back(message(n).id);
        if (!from.empty())
            request.from = folder(m_account, from).id;
        return engine().change(request);
    }
    FolderId id(const std::string& path) { return folder(m_account, path).id; }

    /// What this device shows, one line a message: Message-ID, folders, star and read state.
    std::map<std::string, std::string> view()
    {
        std::map<std::string, std::string> lines;
        for (const auto& message : all()) {
            std::string line;
            for (const auto& path : paths(message))
                line += path + '|';
            line += message.flags.has(Flag::Seen) ? " seen" : "";
            line += message.flags.has(Flag::Flagged) ? " starred" : "";
            auto& there = lines[message.summary.messageId];
            there += (there.empty() ? "" : " AND ") + line;
        }
        return lines;
    }
    /// What the server's truth looks like in the same words.
    static std::map<std::string, std::string> viewOf(GmailLab& lab)
    {
        std::map<std::string, std::string> lines;
        for (const auto& [id, truth] : lab.truth()) {
            std::string line;
            for (const auto& path : truth.folders)
                line += path + '|';
            line += truth.flags.count("\\Seen") != 0 ? " seen" : "";
            line += truth.flags.count("\\Flagged") != 0 ? " starred" : "";
            lines[id] = line;
        }
        return lines;
    }
    /// Counts of a folder as "total/unread", from its row and from its list, which must agree.
    std::string counts(const std::string& path)
    {
        const auto row = folder(m_account, path);
        std::uint32_t unread = 0;
        const auto rows = messages(m_account, path);
        for (const auto& message : rows)
            unread += message.flags.has(Flag::Seen) ? 0 : 1;
        EXPECT_EQ(row.total, rows.size()) << path;
        EXPECT_EQ(row.unread, unread) << path;
        return std::to_string(row.total) + '/' + std::to_string(row.unread);
    }

private:
    AccountId m_account;
};

} // namespace fulmar::test
