// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue.h"

#include "credential_words.h"
#include "describe.h"
#include "imap/deflate.h"
#include "imap/scanner.h"
#include "imap/search_criteria.h"

#include <deque>
#include <fstream>
#include <iterator>
#include <sstream>

namespace fulmar::imap::testing {
namespace {

std::string unescape(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const char c = text[++i];
        if (c == 'r')
            out += '\r';
        else if (c == 'n')
            out += '\n';
        else if (c == '0')
            out += '\0';
        else if (c == 'x') {
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else if (c == '{') {
            const auto colon = text.find(':', i);
            out.append(std::stoul(std::string(text.substr(i + 1, colon - i - 1))), text[colon + 1]);
            i = colon + 2;
        } else if (c == '\\') {
            out += '\\';
        } else {
            // A flag such as \Seen stands as it is.
            out += '\\';
            out += c;
        }
    }
    return out;
}

SessionOptions readOptions(const std::string& text, ChannelBinding& binding)
{
    SessionOptions options;
    options.credentials = { .user = "joe", .password = Secret<std::string>("secret") };
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (word == "starttls")
            options.startTls = true;
        else if (word == "id")
            options.clientId = { { "name", "Fulmar" } };
        else if (word == "compress")
            options.compress = true;
        else
            fulmar::testing::readCredentialWord(unescape(word), options.credentials, binding);
    }
    return options;
}

UidSet readSet(const std::string& text)
{
    UidSet set;
    Scanner scanner(text);
    while (!scanner.atEnd()) {
        const auto first = static_cast<std::uint32_t>(scanner.takeNumber().value_or(1));
        auto last = first;
        if (scanner.take(':'))
            last = scanner.take('*') ? 4294967295U
                                     : static_cast<std::uint32_t>(scanner.takeNumber().value_or(1));
        set.add(first, last);
        scanner.take(',');
    }
    return set;
}

/// The words of a `>` line behind its verb.
struct Words {
    std::istringstream stream;
    std::string next()
    {
        std::string word;
        stream >> word;
        return unescape(word);
    }
    std::vector<std::string> rest()
    {
        std::vector<std::string> words;
        for (std::string word; stream >> word;)
            words.push_back(unescape(word));
        return words;
    }
    /// The rest of the line, cut at "|".
    std::vector<std::string> list()
    {
        std::vector<std::string> parts;
        for (std::string part; std::getline(stream >> std::ws, part, '|');)
            parts.push_back(unescape(part));
        return parts;
    }
    std::string line()
    {
        std::string text;
        std::getline(stream >> std::ws, text);
        return unescape(text);
    }
};

/// `select-qresync MAILBOX UIDVALIDITY MODSEQ [KNOWN [SEQS UIDS]]`; "-" = none known
Select readQresync(Words& words)
{
    Select select{ .mailbox = words.next(), .condstore = true };
    Qresync qresync;
    qresync.uidValidity = static_cast<std::uint32_t>(std::stoul(words.next()));
    qresync.modSeq = std::stoull(words.next());
    const auto sets = words.rest();
    if (!sets.empty() && sets[0] != "-")
        qresync.known = readSet(sets[0]);
    if (sets.size() == 3) {
        SequenceMatch match{ .seqs = {}, .uids = readSet(sets[2]) };
        match.seqs.add(readSet(sets[1]).ranges());
        qresync.match = match;
    }
    select.qresync = qresync;
    return select;
}

UidStore::Mode readMode(const std::string& text)
{
    return text == "+" ? UidStore::Mode::Add
        : text == "-"  ? UidStore::Mode::Remove
                       : UidStore::Mode::Replace;
}

std::optional<Command> readMailboxCommand(const std::string& verb, Words& words)
{
    if (verb == "list")
        return List{
            .returnSpecialUse = true, .returnSubscribed = true, .statusItems = words.rest()
        };
    if (verb == "lsub")
        return Lsub{};
    if (verb == "status")
        return Status{ .mailbox = words.next(), .items = words.rest() };
    if (verb == "select" || verb == "examine" || verb == "select-condstore")
        return Select{ .mailbox = words.line(),
            .readOnly = verb == "examine",
            .condstore = verb == "select-condstore" };
    if (verb == "select-qresync")
        return readQresync(words);
    if (verb == "create")
        return Create{ words.line() };
    if (verb == "delete")
        return Delete{ words.line() };
    if (verb == "rename")
        return Rename{ .from = words.next(), .to = words.next() };
    if (verb == "subscribe")
        return Subscribe{ .mailbox = words.next() };
    return std::nullopt;
}

Append readAppend(Words& words)
{
    Append append;
    append.mailbox = words.next();
    const auto line = words.line();
    const auto at = line.find("text=");
    std::istringstream flags(line.substr(0, at));
    for (std::string flag; flags >> flag;)
        append.flags.push_back(flag);
    append.message = sourceFromString(line.substr(at + 5));
    return append;
}

std::optional<Command> readMessageCommand(const std::string& verb, Words& words)
{
    if (verb == "fetch")
        return UidFetch{ .uids = readSet(words.next()), .items = words.rest() };
    if (verb == "labels") {
        const auto mode = readMode(words.next());
        return UidStoreLabels{
            .uids = readSet(words.next()), .mode = mode, .labels = words.list()
        };
    }
    if (verb == "fetch-since" || verb == "fetch-vanished") {
        const auto since = std::stoull(words.next());
        return UidFetch{ .uids = readSet(words.next()),
            .items = words.rest(),
            .changedSince = since,
            .vanished = verb == "fetch-vanished" };
    }
    if (verb == "store") {
        const auto mode = readMode(words.next());
        return UidStore{
            .uids = readSet(words.next()), .mode = mode, .flags = words.rest(), .silent = true
        };
    }
    if (verb == "search-text") {
        const auto key = words.next();
        return UidSearch{ .criteria = SearchCriteria().text(key, words.line()).encoded(),
            .returnAll = true };
    }
    if (verb == "search")
        return UidSearch{ .criteria = words.line(), .returnAll = true };
    if (verb == "copy")
        return UidCopy{ .uids = readSet(words.next()), .mailbox = words.next() };
    if (verb == "move")
        return UidMove{ .uids = readSet(words.next()), .mailbox = words.next() };
    if (verb == "expunge")
        return UidExpunge{ readSet(words.next()) };
    if (verb == "append")
        return readAppend(words);
    return std::nullopt;
}

std::optional<Command> readCommand(const std::string& verb, Words& words)
{
    if (verb == "noop")
        return Noop{};
    if (verb == "logout")
        return Logout{};
    if (verb == "namespace")
        return Namespace{};
    if (verb == "unselect")
        return Unselect{};
    if (verb == "idle")
        return Idle{};
    if (verb == "enable")
        return Enable{ words.rest() };
    auto command = readMailboxCommand(verb, words);
    return command ? std::move(command) : readMessageCommand(verb, words);
}

/// Runs a session and keeps what it did that nobody has looked at yet.
class Player {
public:
    explicit Player(const Dialogue& dialogue)
        : m_session(readOptions(firstOptions(dialogue), m_binding))
    {
        m_session.setChannelBinding(m_binding);
    }

    /// False if the line makes no sense.
    bool perform(const std::string& text)
    {
        Words words{ std::istringstream(text) };
        const auto verb = words.next();
        if (verb == "leave-idle")
            m_session.leaveIdle();
        else if (verb == "tls")
            m_session.tlsEstablished();
        else if (verb == "lost")
            m_session.connectionLost();
        else if (auto command = readCommand(verb, words))
            m_session.enqueue(std::move(*command));
        else
            return verb == "options";
        return true;
    }

    void feed(const std::string& bytes)
    {
        m_session.receive(asBytes(bytes));
        drain();
    }

    /// The server's bytes as they go over the wire.
    std::string encoded(const std::string& bytes)
    {
        return m_session.isCompressed() ? m_server.compress(bytes) : bytes;
    }

    void drain()
    {
        while (!failed) {
            const Step step = m_session.next();
            if (std::holds_alternative<NeedInput>(step))
                return;
            if (std::holds_alternative<Inflated>(step))
                continue;
            if (const auto* output = std::get_if<Output>(&step)) {
                takeOutput(*output);
                continue;
            }
            failed = std::holds_alternative<Failure>(step);
            const auto* event = std::get_if<Event>(&step);
            if (const auto* chunk = event ? std::get_if<BodyChunk>(event) : nullptr)
                takeChunk(*chunk);
            else
                seen.push_back("! " + describe(step));
            ended = ended || (event && std::holds_alternative<Closed>(*event));
        }
    }

    std::deque<std::string> seen;
    bool failed = false;
    bool ended = false;

private:
    static std::string firstOptions(const Dialogue& dialogue)
    {
        for (const auto& line : dialogue.lines) {
            if (line.kind == ">" && line.text.starts_with("options"))
                return line.text.substr(7);
        }
        return {};
    }

    void takeOutput(const Output& output)
    {
        m_sensitive = m_sensitive || output.sensitive;
        m_line += output.plain.empty() ? output.bytes : output.plain;

        for (auto end = m_line.find("\r\n"); end != std::string::npos; end = m_line.find("\r\n")) {
            seen.push_back((m_sensitive ? "C*: " : "C: ") + m_line.substr(0, end));
            m_line.erase(0, end + 2);
        }
        m_sensitive = m_sensitive && !m_line.empty();
    }

    void takeChunk(const BodyChunk& chunk)
    {
        if (chunk.offset != m_chunked)
            seen.push_back("! chunk at a wrong offset");
        m_chunked = chunk.offset + chunk.bytes.size();
        if (m_chunked == chunk.total) {
            seen.push_back("! Chunks [" + chunk.section + "] " + std::to_string(chunk.total));
            m_chunked = 0;
        }
    }

    ChannelBinding m_binding; ///< filled while the session is made
    Session m_session;
    Deflater m_server;
    std::string m_line;
    bool m_sensitive = false;
    std::uint64_t m_chunked = 0;
};

std::string difference(
    const Dialogue::Line& line, const std::string& expected, const std::string& got)
{
    return "line " + std::to_string(line.number) + ": expected\n    " + expected + "\ngot\n    "
        + got;
}

} // namespace

Dialogue Dialogue::load(const std::filesystem::path& file)
{
    Dialogue dialogue;
    std::ifstream in(file);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.empty() || line.front() == '#')
            continue;
        const auto blank = std::min(line.find(' '), line.size());
        auto kind = line.substr(0, blank);
        if (kind.size() > 1 && kind.back() == ':')
            kind.pop_back();
        dialogue.lines.push_back({ .kind = kind,
            .text = line.substr(std::min(blank + 1, line.size())),
            .number = number });
    }
    return dialogue;
}

std::string play(const Dialogue& dialogue, const Cutter& cut)
{
    Player player(dialogue);
    player.drain();
    std::string held;
    for (std::size_t i = 0; i < dialogue.lines.size(); ++i) {
        const auto& line = dialogue.lines[i];
        if (line.kind == ">") {
            if (!player.perform(line.text))
                return difference(line, "a command", line.text);
            // A block of > lines is one act: what it leads to shows when all is said.
            if (i + 1 == dialogue.lines.size() || dialogue.lines[i + 1].kind != ">")
                player.drain();
        } else if (line.kind == "S" || line.kind == "S+") {
            if (!player.seen.empty())
                return difference(line, "S: " + line.text, player.seen.front());
            const bool atomic = !held.empty() || line.kind == "S+";
            held += unescape(line.text) + "\r\n";
            if (line.kind == "S+")
                continue;
            held = player.encoded(held);
            for (const auto& piece : atomic ? std::vector<std::string>{ held } : cut(held)) {
                player.feed(piece);
            }
            held.clear();
        } else {
            const auto expected = line.kind + (line.kind == "!" ? " " : ": ") + unescape(line.text);
            const auto got = player.seen.empty() ? "nothing" : player.seen.front();
            if (got != expected)
                return difference(line, expected, got);
            player.seen.pop_front();
        }
    }
    if (!player.seen.empty())
        return "left over: " + player.seen.front();
    return {};
}

std::size_t serverBytes(const Dialogue& dialogue)
{
    std::size_t bytes = 0;
    for (const auto& line : dialogue.lines)
        bytes += line.kind[0] == 'S' ? unescape(line.text).size() + 2 : 0;
    return bytes;
}

bool endsWellWhenCut(const Dialogue& dialogue, std::size_t bytes)
{
    Player player(dialogue);
    player.drain();
    for (const auto& line : dialogue.lines) {
        if (line.kind == ">" && line.text != "lost")
            player.perform(line.text);
        player.drain();
        if (line.kind[0] != 'S')
            continue;
        const auto text = player.encoded(unescape(line.text) + "\r\n");
        const auto part = std::min(bytes, text.size());
        player.feed(text.substr(0, part));
        bytes -= part;
        if (part < text.size())
            break;
    }
    player.perform("lost");
    player.drain();
    return player.failed || player.ended;
}

} // namespace fulmar::imap::testing
