// SPDX-License-Identifier: GPL-3.0-or-later
// `thread`: the messages of one conversation.
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "ctl/message_table.h"

namespace fulmar::ctl {
namespace {

class Thread : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto message = findMessage(reader(), arguments().words.first());
        if (!message)
            return fail(message.error());
        const auto conversation = reader().conversation(message->id);
        if (!conversation)
            return fail(conversation.error());
        const auto paths = folderPaths(reader());
        if (!paths)
            return fail(paths.error());
        MessageTable table;
        for (const auto& member : *conversation) {
            QJsonObject record = messageJson(member, pathsOf(member, *paths));
            // All that belong together say so, whatever their own header fields name.
            record.insert(QStringLiteral("thread"), threadOf(conversation->front()));
            if (json())
                print(record, {});
            else
                table.add(member);
        }
        if (!json())
            print({}, table.toString());
        finish();
    }
};

} // namespace

std::unique_ptr<Command> makeThread(const CommandContext& context)
{
    return std::make_unique<Thread>(context);
}

} // namespace fulmar::ctl
