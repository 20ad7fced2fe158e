// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue.h"

#include "credential_words.h"
#include "common/ascii.h"

#include <fstream>
#include <sstream>

namespace fulmar::pop3::testing {
namespace {

std::string unescape(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        switch (text[++i]) {
        case 'r':
            out += '\r';
            break;
        case 'n':
            out += '\n';
            break;
        case 't':
            out += '\t';
            break;
        case '0':
            out += '\0';
            break;
        case 'x':
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
            break;
        default:
            out += text[i];
        }
    }
    return out;
}

std::string escape(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\r')
            out += "\\r";
        else if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

std::string kindName(ErrorKind kind)
{
    static const char* const names[] = { "Network", "Tls", "Authentication", "Rejected", "Protocol",
        "Limit", "Storage", "Cancelled", "Unsupported" };
    return names[static_cast<int>(kind)];
}

struct Describe {
    static std::string id(CommandHandle handle) { return std::to_string(handle.number); }
    std::string operator()(const Ready& ready) const
    {
        std::string out = ready.capabilities.known ? "Ready" : "Ready without CAPA";
        for (const auto& [name, words] : ready.capabilities.entries)
            out += ' ' + name;
        return out;
    }
    std::string operator()(const BodyChunk& e) const
    {
        return "Body " + id(e.command) + ' ' + escape(e.bytes);
    }
    std::string operator()(const CommandDone& e) const
    {
        std::string out = "Done " + id(e.command);
        if (e.error)
            return out + ' ' + kindName(e.error->kind)
                + (e.error->code.empty() ? "" : " [" + e.error->code + ']') + ": "
                + e.error->serverText;
        if (e.count > 0 || e.octets > 0)
            out += ' ' + std::to_string(e.count) + ' ' + std::to_string(e.octets);
        for (const auto& row : e.list)
            out += ' ' + std::to_string(row.number) + '=' + std::to_string(row.size);
        for (const auto& row : e.uidl)
            out += ' ' + std::to_string(row.number) + '=' + row.uidl;
        if (e.malformedRows > 0)
            out += " malformed=" + std::to_string(e.malformedRows);
        return out;
    }
    std::string operator()(const Closed&) const { return "Closed"; }
};

SessionOptions readOptions(std::string_view text, ChannelBinding& binding)
{
    SessionOptions options;
    std::istringstream words{ std::string(text) };
    for (std::string word; words >> word;) {
        if (word == "starttls")
            options.startTls = true;
        else
            fulmar::testing::readCredentialWord(word, options.credentials, binding);
    }
    return options;
}

Command readCommand(const std::string& text)
{
    std::istringstream words(text);
    std::string name;
    std::uint32_t number = 0, lines = 0;
    words >> name >> number >> lines;
    if (name == "retr")
        return Retrieve{ number };
    if (name == "top")
        return Top{ number, lines };
    if (name == "dele")
        return Delete{ number };
    if (name == "list")
        return List{};
    if (name == "uidl")
        return Uidl{};
    if (name == "stat")
        return Stat{};
    if (name == "rset")
        return Reset{};
    return name == "quit" ? Command(Quit{}) : Command(Noop{});
}

/// What the session did and nobody has looked at yet.
class Player {
public:
    explicit Player(const Dialogue& dialogue)
        : m_session(readOptions(firstOptions(dialogue), m_binding))
    {
        m_session.setChannelBinding(m_binding);
    }

    void command(const std::string& text)
    {
        if (text.starts_with("options "))
            return;
        if (text == "lost")
            m_session.connectionLost();
        else if (text == "tls")
            m_session.tlsEstablished();
        else
            m_session.enqueue(readCommand(text));
    }

    void feed(std::string_view bytes) { m_session.receive(asBytes(bytes)); }

    /// Runs the session until it waits.
    void drain()
    {
        while (!m_failed) {
            Step step = m_session.next();
            if (std::holds_alternative<NeedInput>(step))
                return;
            if (auto* output = std::get_if<Output>(&step)) {
                addOutput(*output);
                continue;
            }
            m_failed = std::holds_alternative<Failure>(step);
            addEvent(step);
        }
    }

    std::deque<std::string> seen;

private:
    static std::string firstOptions(const Dialogue& dialogue)
    {
        for (const auto& line : dialogue.lines) {
            if (line.kind == ">" && line.text.starts_with("options "))
                return line.text.substr(8);
        }
        return {};
    }

    /// Pieces of a body are joined, because another split gives other pieces.
    void addEvent(const Step& step)
    {
        std::string text = "! " + describe(step);
        const auto* event = std::get_if<Event>(&step);
        const auto* chunk = event ? std::get_if<BodyChunk>(event) : nullptr;
        const std::string head = chunk ? "! Body " + Describe::id(chunk->command) + ' ' : "";
        if (chunk && !seen.empty() && seen.back().starts_with(head))
            seen.back() += text.substr(head.size());
        else
            seen.push_back(std::move(text));
    }

    void addOutput(const Output& output)
    {
        std::string_view bytes = output.bytes;
        while (!bytes.empty()) {
            const std::size_t end = bytes.find("\r\n");
            const std::string_view line = bytes.substr(0, end);
            seen.push_back((output.sensitive ? "C*: " : "C: ") + std::string(line)
                + (end == std::string_view::npos ? "<no line end>" : ""));
            bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 2);
        }
    }

    ChannelBinding m_binding; ///< filled while the session is made
    Session m_session;
    bool m_failed = false;
};

} // namespace

Dialogue Dialogue::load(const std::filesystem::path& file)
{
    Dialogue dialogue;
    std::ifstream in(file);
    int number = 0;
    for (std::string text; std::getline(in, text);) {
        ++number;
        if (text.empty() || text[0] == '#')
            continue;
        const std::size_t end = text[0] == '>' || text[0] == '!' ? 1 : text.find(':');
        Line line{ text.substr(0, end),
            text.substr(std::min(end + (end == 1 && text[1] != ':' ? 1 : 2), text.size())),
            number };
        if (line.kind != ">")
            line.text = unescape(line.text);
        dialogue.lines.push_back(std::move(line));
    }
    return dialogue;
}

std::string describe(const Step& step)
{
    if (const auto* event = std::get_if<Event>(&step))
        return std::visit(Describe(), *event);
    if (std::holds_alternative<StartTls>(step))
        return "StartTls";
    if (const auto* failure = std::get_if<Failure>(&step))
        return "Failure " + kindName(failure->error.kind) + ' ' + failure->error.code;
    return "?";
}

std::string play(const Dialogue& dialogue, const Splitter& split)
{
    Player player(dialogue);
    std::string held;
    bool inOnePiece = false;
    const auto at
        = [](const Dialogue::Line& line) { return "line " + std::to_string(line.number) + ": "; };
    for (std::size_t i = 0; i < dialogue.lines.size(); ++i) {
        const auto& line = dialogue.lines[i];
        if (line.kind == "C" || line.kind == "C*" || line.kind == "!") {
            const std::string expected = line.kind + (line.kind == "!" ? " " : ": ") + line.text;
            if (player.seen.empty())
                return at(line) + "expected '" + expected + "', the session waits";
            if (player.seen.front() != expected)
                return at(line) + "expected '" + expected + "', got '" + player.seen.front() + "'";
            player.seen.pop_front();
            continue;
        }
        // A body is looked at when its last line was given.
        const bool bodyGoesOn = line.kind.starts_with("S") && player.seen.size() == 1
            && player.seen.front().starts_with("! Body");
        if (!player.seen.empty() && !bodyGoesOn)
            return at(line) + "unexpected '" + player.seen.front() + "'";
        if (line.kind == ">") {
            player.command(line.text);
            // Commands that are given together may be pipelined.
            if (i + 1 < dialogue.lines.size() && dialogue.lines[i + 1].kind == ">"
                && dialogue.lines[i + 1].text != "lost")
                continue;
        } else {
            held += line.text + "\r\n";
            if (line.kind == "S+") {
                inOnePiece = true;
                continue;
            }
            // What must arrive in one piece may be cut, but the session is not asked in between.
            for (const std::string& piece : split(std::exchange(held, {}))) {
                player.feed(piece);
                if (!inOnePiece)
                    player.drain();
            }
            inOnePiece = false;
        }
        player.drain();
    }
    return player.seen.empty() ? "" : "at the end: unexpected '" + player.seen.front() + "'";
}

std::vector<std::string> playCut(const Dialogue& dialogue, std::size_t serverBytes)
{
    Player player(dialogue);
    for (const auto& line : dialogue.lines) {
        if (line.kind == ">") {
            player.command(line.text);
        } else if (line.kind == "S" || line.kind == "S+") {
            const std::string bytes = (line.text + "\r\n").substr(0, serverBytes);
            serverBytes -= bytes.size();
            player.feed(bytes);
            if (serverBytes == 0)
                break;
            if (line.kind == "S+")
                continue;
        }
        player.drain();
    }
    player.command("lost");
    player.drain();
    return { player.seen.begin(), player.seen.end() };
}

std::size_t serverBytes(const Dialogue& dialogue)
{
    std::size_t count = 0;
    for (const auto& line : dialogue.lines)
        count += line.kind.starts_with("S") ? line.text.size() + 2 : 0;
    return count;
}

} // namespace fulmar::pop3::testing
