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
#include "text/enclosed.h"

#include <QCryptographicHash>
#include <QDir>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace fulmar::ctl {
namespace {

/// libytnef writes about broken input to standard output, where only our JSON may stand.
class QuietLibraries {
public:
    QuietLibraries() : m_output(dup(STDOUT_FILENO))
    {
        std::fflush(stdout);
        const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(nowhere, STDOUT_FILENO);
        close(nowhere);
    }
    ~QuietLibraries()
    {
        std::fflush(stdout);
        dup2(m_output, STDOUT_FILENO);
        close(m_output);
    }
    QuietLibraries(const QuietLibraries&) = delete;
    QuietLibraries& operator=(const QuietLibraries&) = delete;

private:
    int m_output;
};

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
    /// Files inside of parts: uuencoded text and winmail.dat.
    [[nodiscard]] std::vector<text::EnclosedFile> enclosed() const
    {
        const QuietLibraries quiet;
        std::vector<text::EnclosedFile> files;
        for (const auto* part : leavesOf(m_parsed)) {
            auto some = text::enclosedIn(m_raw, *part);
            std::move(some.begin(), some.end(), std::back_inserter(files));
        }
        return files;
    }

    virtual void run() = 0;
    [[nodiscard]] const std::string& raw() const { return m_raw; }
    [[nodiscard]] const mime::Message& message() const { return m_parsed; }

private:
    MessageId m_id;
    std::string m_raw;
    mime::Message m_parsed;
};

/// An enclosed file as `partJson` writes a part.
QJsonObject enclosedJson(const text::EnclosedFile& file)
{
    return { { QStringLiteral("part"), text(file.key) },
        { QStringLiteral("type"), QStringLiteral("application/octet-stream") },
        { QStringLiteral("charset"), QString() }, { QStringLiteral("name"), text(file.name) },
        { QStringLiteral("size"), static_cast<qint64>(file.content.size()) },
        { QStringLiteral("disposition"), QStringLiteral("attachment") },
        { QStringLiteral("contentId"), QString() } };
}

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
        for (const auto& file : enclosed()) {
            if (json())
                print(enclosedJson(file), {});
            table.add({ text(file.key), shortened(text(file.name), 60),
                QStringLiteral("application/octet-stream"), sizeText(file.content.size()) });
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
        const auto inside = enclosed();
        const auto file = std::find_if(
            inside.begin(), inside.end(), [&](const auto& one) { return text(one.key) == number; });
        if (file == inside.end() && (part == nullptr || part->isMultipart()))
            return fail(noSuch(tr("The message has no part \"%1\".").arg(number),
                tr("See: fulmarctl attachment list %1").arg(arguments().words.first())));
        const auto content = QByteArray::fromStdString(
            file != inside.end() ? file->content : mime::decodedBody(raw(), *part));
        const std::string& name = file != inside.end() ? file->name : part->fileName;
        const QString folder
            = QDir(context().folder).absoluteFilePath(arguments().value(QStringLiteral("to")));
        const auto saved = saveNewFile(folder, safeFileName(text(name)), content);
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
