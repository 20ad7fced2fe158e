// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue.h"

#include "credential_words.h"
#include "common/ascii.h"

#include <fstream>
#include <sstream>

namespace fulmar::smtp::testing {
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

std::string kindName(ErrorKind kind)
{
    static const char* const names[] = { "Network", "Tls", "Authentication", "Rejected", "Protocol",
        "Limit", "Storage", "Cancelled", "Unsupported" };
    return names[static_cast<int>(kind)];
}

std::string codes(const Reply& reply)
{
    return std::to_string(reply.code) + (reply.enhanced.empty() ? "" : " " + reply.enhanced);
}

std::string join(const std::vector<std::string>& words)
{
    std::string out = "[";
    for (const auto& word : words)
        out += (out.size() > 1 ? " " : "") + word;
    return out + ']';
}

struct Describe {
    static std::string id(TransactionHandle handle) { return std::to_string(handle.number); }
    std::string operator()(const Ready& ready) const
    {
        return "Ready " + join(ready.extensions.authMechanisms);
    }
    std::string operator()(const RecipientRefused& e) const
    {
        return "RecipientRefused " + id(e.transaction) + ' ' + e.recipient + ' ' + codes(e.reply);
    }
    std::string operator()(const DataStarted& e) const
    {
        return "DataStarted " + id(e.transaction);
    }
    std::string operator()(const DataSent& e) const { return "DataSent " + id(e.transaction); }
    std::string operator()(const Accepted& e) const
    {
        return "Accepted " + id(e.transaction) + ' ' + codes(e.reply) + ' ' + join(e.recipients);
    }
    std::string operator()(const Refused& e) const
    {
        return "Refused " + id(e.transaction) + ' ' + e.stage + ' ' + kindName(e.error.kind) + ' '
            + e.error.code;
    }
    std::string operator()(const Closed& e) const
    {
        return "Closed " + codes(e.reply) + (e.expected ? " expected" : " unexpected");
    }
};

SessionOptions readOptions(std::string_view text, ChannelBinding& binding)
{
    SessionOptions options;
    std::istringstream words{ std::string(text) };
    for (std::string word; words >> word;) {
        if (word == "starttls")
            options.startTls = true;
        else if (word.starts_with("ehlo="))
            options.ehloName = word.substr(5);
        else
            fulmar::testing::readCredentialWord(word, options.credentials, binding);
    }
    return options;
}

Transaction readTransaction(std::string_view text)
{
    Transaction transaction;
    const std::size_t body = text.find("text=");
    transaction.message = sourceFromString(unescape(text.substr(body + 5)));
    std::istringstream words{ std::string(text.substr(0, body)) };
    for (std::string word; words >> word;) {
        if (word == "8bit")
            transaction.eightBit = true;
        else if (word.starts_with("dsn="))
            transaction.envelopeId = word.substr(4);
        else if (word.starts_with("from="))
            transaction.sender = unescape(word.substr(5));
        else if (word.starts_with("to=")) {
            std::istringstream list(word.substr(3));
            for (std::string one; std::getline(list, one, ',');)
                transaction.recipients.push_back(unescape(one));
        }
    }
    return transaction;
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
        if (text.starts_with("send "))
            m_session.enqueue(readTransaction(text.substr(5)));
        else if (text == "quit")
            m_session.quit();
        else if (text == "lost")
            m_session.connectionLost();
        else if (text == "tls")
            m_session.tlsEstablished();
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
            seen.push_back("! " + describe(step));
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
    if (const auto* failure = std::get_if<Failure>(&step)) {
        std::string out = "Failure " + kindName(failure->error.kind) + ' ' + failure->error.code;
        for (const auto handle : failure->unknown)
            out += " unknown=" + Describe::id(handle);
        return out;
    }
    return "?";
}

std::string play(const Dialogue& dialogue, const Splitter& split)
{
    Player player(dialogue);
    std::string held;
    bool inOnePiece = false;
    const auto at
        = [](const Dialogue::Line& line) { return "line " + std::to_string(line.number) + ": "; };
    for (const auto& line : dialogue.lines) {
        if (line.kind == "C" || line.kind == "C*" || line.kind == "!") {
            const std::string expected = line.kind + (line.kind == "!" ? " " : ": ") + line.text;
            if (player.seen.empty())
                return at(line) + "expected '" + expected + "', the session waits";
            if (player.seen.front() != expected)
                return at(line) + "expected '" + expected + "', got '" + player.seen.front() + "'";
            player.seen.pop_front();
            continue;
        }
        if (!player.seen.empty())
            return at(line) + "unexpected '" + player.seen.front() + "'";
        if (line.kind == ">") {
            player.command(line.text);
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

} // namespace fulmar::smtp::testing
