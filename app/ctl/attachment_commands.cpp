// SPDX-License-Identifier: GPL-3.0-or-later
// `attachment list` and `attachment save`.
#include "ctl/commands.h"
#include "ctl/file_names.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "ctl/message_parts.h"
#include "engine.h"
#include "mime/parse.h"
#include "platform/engine_host.h"
#include "text/charset.h"

#include <QCryptographicHash>
#include <QDir>

namespace fulmar::ctl {
namespace {

/// What both commands begin with: the message, downloaded where need be, and its tree.
class AttachmentCommand : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto message = findMessage(reader(), arguments().words.first());
        if (!message)
            return fail(message.error());
        m_id = message->id;
        engine().fetchBody(
            m_id, guarded([this, account = message->account](const Result<void>& fetched) {
                if (!fetched)
                    return fail(fetched.error(), contextOf(reader(), account));
                const auto raw = reader().raw(m_id);
                if (!raw)
                    return fail(raw.error());
                m_raw = raw->value_or(std::string());
                m_parsed = mime::parse(m_raw, text::charsetDecoder());
                run();
            }));
    }

protected:
    virtual void run() = 0;
    [[nodiscard]] const std::string& raw() const { return m_raw; }
    [[nodiscard]] const mime::Message& message() const { return m_parsed; }

private:
    MessageId m_id;
    std::string m_raw;
    mime::Message m_parsed;
};

class AttachmentList : public AttachmentCommand {
public:
    using AttachmentCommand::AttachmentCommand;

protected:
    void run() override
    {
        TextTable table({ tr("Part"), tr("Name"), tr("Type"), tr("Size") });
        for (const auto* part : attachmentsOf(message())) {
            const auto record = partJson(raw(), *part);
            if (json())
                print(record, {});
            table.add({ text(part->number), shortened(text(part->fileName), 60),
                text(part->type + '/' + part->subtype),
                sizeText(static_cast<quint64>(record.value(u"size").toInteger())) });
        }
        if (!json())
            print({}, table.isEmpty() ? tr("The message has no attachments.") : table.toString());
        finish();
    }
};

class AttachmentSave : public AttachmentCommand {
public:
    using AttachmentCommand::AttachmentCommand;

protected:
    void run() override
    {
        if (!arguments().has(QStringLiteral("to")))
            return fail(
                usage(tr("Say where to: --to DIR."), tr("See: fulmarctl attachment save --help")));
        const QString number = arguments().words.at(1);
        const auto* part = message().find(number.toStdString());
        if (part == nullptr || part->isMultipart())
            return fail(noSuch(tr("The message has no part \"%1\".").arg(number),
                tr("See: fulmarctl attachment list %1").arg(arguments().words.first())));
        const auto content = QByteArray::fromStdString(mime::decodedBody(raw(), *part));
        const QString folder
            = QDir(context().folder).absoluteFilePath(arguments().value(QStringLiteral("to")));
        const auto saved = saveNewFile(folder, safeFileName(text(part->fileName)), content);
        if (!saved)
            return fail(saved.error());
        const auto hash = QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
        print(
            {
                { QStringLiteral("file"), *saved },
                { QStringLiteral("size"), content.size() },
                { QStringLiteral("sha256"), QString::fromLatin1(hash) },
            },
            *saved);
        finish();
    }
};

} // namespace

std::unique_ptr<Command> makeAttachmentList(const CommandContext& context)
{
    return std::make_unique<AttachmentList>(context);
}
std::unique_ptr<Command> makeAttachmentSave(const CommandContext& context)
{
    return std::make_unique<AttachmentSave>(context);
}

} // namespace fulmar::ctl
