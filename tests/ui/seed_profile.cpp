// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a synchronised profile without a server: for the start-up measurement and for screenshots.
// seed_profile FOLDER [MESSAGES]
#include "platform/profile.h"
#include "storage/profile_store.h"

#include <QDateTime>
#include <QString>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace fulmar;

struct Writer {
    const char *name, *address, *subject;
};

// Long names, other scripts, no name, no subject: what a list has to survive.
const Writer writers[] = {
    { "Jonas Lindqvist", "jonas@nordlicht.example", "Invoice for May and the new shipping rates" },
    { "Deutsche Bahn", "noreply@bahn.example",
        "Ihre Buchungsbestätigung: Berlin Hbf → München Hbf" },
    { "محمد الأحمد", "mohammed@example.sa", "اجتماع يوم الخميس القادم بخصوص المشروع" },
    { "田中 太郎", "tanaka@example.jp", "来週の打ち合わせについて" },
    { "Priya 🌻", "priya@example.in", "Photos from the garden 🌷🌿🐝" },
    { "Wolfgang Amadeus von und zu Hohenstaufen-Langenburg the Younger",
        "w@a-really-long-domain-name.example",
        "Re: Re: Re: A subject that goes on and on and never quite reaches the point that it set "
        "out to make" },
    { "", "billing@hosting.example", "" },
};

RemoteMessage remoteMessage(std::uint32_t uid, std::int64_t now)
{
    const Writer& writer = writers[uid % std::size(writers)];
    RemoteMessage message;
    message.uid = uid;
    message.received = now - (20'000 - static_cast<std::int64_t>(uid)) * 1800;
    message.size = 2000 + uid;
    message.flags.set(Flag::Seen, uid % 5 != 0);
    message.flags.set(Flag::Flagged, uid % 17 == 0);
    message.summary.from = { { writer.name, writer.address } };
    message.summary.to = { { "Anna Berger", "anna@example.org" } };
    message.summary.subject = writer.subject;
    message.summary.date = message.received;
    message.summary.messageId = std::to_string(uid) + "@seed.example";
    message.summary.hasAttachments = uid % 4 == 0;
    return message;
}

template <class T>
T must(Result<T> result, const char* what)
{
    if (!result) {
        std::fprintf(
            stderr, "%s: %s %s\n", what, result.error().code.c_str(), result.error().where.c_str());
        std::exit(74);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 64;
    const int messages = argc > 2 ? std::atoi(argv[2]) : 10'000;
    const app::Profile profile{ QString::fromLocal8Bit(argv[1]) };
    must(app::prepareProfile(profile), "folder");
    auto store = must(storage::ProfileStore::open(argv[1]), "store");
    Account account;
    account.email = account.user = "anna@example.org";
    account.name = "Anna Berger";
    account.incoming = { "127.0.0.1", 9 };
    account.smtp = { "127.0.0.1", 9 };
    account.passwordSource = PasswordSource::Command;
    account.passwordCommand = "echo secret";
    account.id = must(store->mailStore().addAccount(account), "account");
    std::vector<RemoteFolder> folders;
    for (const auto& [path, role] :
        { std::pair{ "INBOX", FolderRole::Inbox }, std::pair{ "Sent", FolderRole::Sent },
            std::pair{ "Drafts", FolderRole::Drafts }, std::pair{ "Archive", FolderRole::Archive },
            std::pair{ "Trash", FolderRole::Trash }, std::pair{ "Customers", FolderRole::None },
            std::pair{ "Customers/Berlin", FolderRole::None } })
        folders.push_back({ .path = path, .wireName = path, .delimiter = '/', .role = role });
    must(store->mailStore().applyFolderList(account.id, folders), "folders");
    auto reader = must(store->newReader(), "reader");
    const auto inbox = must(reader->folderByRole(account.id, FolderRole::Inbox), "inbox");
    FolderDelta delta;
    const std::int64_t now = QDateTime::currentSecsSinceEpoch();
    for (int uid = 1; uid <= messages; ++uid)
        delta.added.push_back(
            remoteMessage(static_cast<std::uint32_t>(uid + 20'000 - messages), now));
    delta.checkpoint = FolderCheckpoint{
        .uidValidity = 1, .uidNext = 20'001, .exists = static_cast<std::uint32_t>(messages)
    };
    must(store->mailStore().resetFolder(inbox->id, 1), "uidvalidity");
    must(store->mailStore().applyDelta(inbox->id, delta), "messages");
    must(store->mailStore().setAccountSynced(account.id, now, {}), "account");
    return 0;
}
