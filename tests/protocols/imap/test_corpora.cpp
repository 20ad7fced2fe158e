// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/ascii.h"
#include "corpora.h"
#include "describe.h"
#include "imap/parse_body.h"
#include "imap/parse_envelope.h"
#include "imap/parse_response.h"
#include "imap/splitter.h"
#include "imap/utf7.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>

/// What public servers and other parsers agree on. Skipped, with a message, where the data is
/// absent.
namespace fulmar::imap::testing {
namespace {

#define SKIP_WITHOUT(folder)                                                                       \
    if (!std::filesystem::exists(folder))                                                          \
    GTEST_SKIP() << "no corpora at " << (folder)

QJsonObject loadJson(const std::filesystem::path& file)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(readFile(file))).object();
}

QJsonArray casesOf(const QJsonObject& file, const char* function = nullptr)
{
    for (const auto& table : file[QLatin1String("tables")].toArray()) {
        const auto object = table.toObject();
        if (!function || object[QLatin1String("in_function")].toString() == QLatin1String(function))
            return object[QLatin1String("cases")].toArray();
    }
    return {};
}

std::string text(const QJsonValue& value)
{
    return value.toString().toStdString();
}

/// The tree of the oracle as "(a "b" NIL)", strings quoted, to compare with a plain reading of the
/// same bytes.
void flatten(const QJsonValue& value, std::multimap<std::string, int>& words)
{
    if (value.isArray()) {
        for (const auto& one : value.toArray())
            flatten(one, words);
        return;
    }
    const auto object = value.toObject();
    if (object[QLatin1String("type")].toString() == QLatin1String("STRING")
        || object[QLatin1String("type")].toString() == QLatin1String("LITERAL"))
        words.emplace(text(object[QLatin1String("value")]), 1);
}

/// Everything that a FETCH answer holds as text, in whatever field.
bool holds(const std::string& described, const std::string& word)
{
    return described.find(word) != std::string::npos;
}

TEST(ImapCorpora, every_response_of_the_parse_oracle_is_understood)
{
    const auto file = corpora() / "_imap-parse-oracle/responses.jsonl";
    SKIP_WITHOUT(file);
    std::ifstream in(file);
    int rows = 0;
    std::map<std::string, int> kinds;
    for (std::string line; std::getline(in, line); ++rows) {
        const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
        const auto raw
            = object[QLatin1String("raw_latin1")].toString().toLatin1().toStdString() + "\r\n";
        Splitter splitter;
        splitter.append(asBytes(raw));
        const auto item = splitter.next();
        ASSERT_TRUE(item) << raw;
        ASSERT_TRUE(std::holds_alternative<RawResponse>(*item)) << raw;
        const auto response = parseResponse(std::get<RawResponse>(*item));
        ASSERT_TRUE(response) << raw << describe(response.error());
        EXPECT_EQ(splitter.pending(), 0U) << raw;
        const auto described = describe(*response);
        ++kinds[described.substr(0, described.find(' '))];

        const auto tree = object[QLatin1String("emailjs")].toObject();
        if (const auto* exists = std::get_if<ExistsResponse>(&*response)) {
            EXPECT_EQ(tree[QLatin1String("command")].toString().toStdString(),
                std::to_string(exists->count));
        }
        if (!std::holds_alternative<FetchResponse>(*response)
            && !std::holds_alternative<ListResponse>(*response))
            continue;
        std::multimap<std::string, int> words;
        flatten(tree[QLatin1String("attributes")], words);
        const bool annotated
            = holds(raw, "ANNOTATION") || holds(raw, "XAOL") || holds(raw, "OLDNAME");
        for (const auto& [word, count] : words) {
            // Types and dates are told in another form.
            const bool kept
                = holds(described, word) || holds(ascii::lower(described), ascii::lower(word));
            EXPECT_TRUE(kept || annotated || holds(raw, "INTERNALDATE \"" + word)) << word << "\n"
                                                                                   << described;
        }
    }
    EXPECT_EQ(rows, 592);
    EXPECT_GT(kinds["FETCH"], 100);
    EXPECT_GT(kinds["LIST"], 20);
}

TEST(ImapCorpora, transcripts_of_real_servers_are_cut_and_understood)
{
    const auto folder = corpora() / "mailkit-transcripts/imap";
    SKIP_WITHOUT(folder);
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".txt")
            continue;
        ++files;
        std::string bytes;
        for (const char c : readFile(entry.path())) {
            if (c == '\n')
                bytes += '\r';
            bytes += c;
        }
        Splitter splitter;
        splitter.append(asBytes(bytes));
        while (true) {
            const auto item = splitter.next();
            ASSERT_TRUE(item) << entry.path();
            if (!std::holds_alternative<RawResponse>(*item))
                break;
            const auto response = parseResponse(std::get<RawResponse>(*item));
            EXPECT_TRUE(response) << entry.path() << describe(response.error());
        }
        EXPECT_EQ(splitter.pending(), 0U) << entry.path();
    }
    EXPECT_GT(files, 100);
}

TEST(ImapCorpora, body_structures_of_dovecot)
{
    const auto file = corpora() / "dovecot-vectors/imap-bodystructure.json";
    SKIP_WITHOUT(file);
    int rows = 0;
    for (const auto& row : casesOf(loadJson(file))) {
        const auto object = row.toObject();
        const auto full = "(" + text(object[QLatin1String("bodystructure")]) + ")";
        const auto basic = "(" + text(object[QLatin1String("body")]) + ")";
        Scanner fullScanner(full), basicScanner(basic);
        auto fullBody = parseBodyStructure(fullScanner);
        const auto basicBody = parseBodyStructure(basicScanner);
        ASSERT_TRUE(fullBody && basicBody) << full;
        EXPECT_TRUE(fullScanner.atEnd() && basicScanner.atEnd()) << full;
        // BODY is BODYSTRUCTURE without its extension data, so what both hold must be the same.
        const std::function<void(const BodyStructure&, const BodyStructure&)> same
            = [&](const BodyStructure& a, const BodyStructure& b) {
                  EXPECT_EQ(a.part + a.type + a.subtype, b.part + b.type + b.subtype);
                  EXPECT_EQ(a.octets, b.octets);
                  EXPECT_EQ(a.lines, b.lines);
                  EXPECT_EQ(a.envelope, b.envelope);
                  ASSERT_EQ(a.children.size(), b.children.size());
                  for (std::size_t i = 0; i < a.children.size(); ++i)
                      same(a.children[i], b.children[i]);
              };
        same(*fullBody, *basicBody);
        ++rows;
    }
    EXPECT_GE(rows, 8);
}

/// An envelope written as Dovecot writes it.
std::string written(const Envelope& envelope)
{
    const auto nstring = [](const std::optional<std::string>& value) -> std::string {
        if (!value)
            return "NIL";
        std::string out = "\"";
        for (const char c : *value)
            out += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
        return out + '"';
    };
    std::string out = nstring(envelope.date) + ' ' + nstring(envelope.subject);
    for (const auto* list : { &envelope.from, &envelope.sender, &envelope.replyTo, &envelope.to,
             &envelope.cc, &envelope.bcc }) {
        out += list->empty() ? " NIL" : " (";
        for (const auto& one : *list)
            out += '(' + nstring(one.name) + ' ' + nstring(one.adl) + ' ' + nstring(one.mailbox)
                + ' ' + nstring(one.host) + ')';
        out += list->empty() ? "" : ")";
    }
    return out + ' ' + nstring(envelope.inReplyTo) + ' ' + nstring(envelope.messageId);
}

TEST(ImapCorpora, envelopes_of_dovecot_survive_being_written_again)
{
    const auto file = corpora() / "dovecot-vectors/imap-envelope.json";
    SKIP_WITHOUT(file);
    int rows = 0;
    for (const auto& row : casesOf(loadJson(file))) {
        const auto wire = text(row.toObject()[QLatin1String("envelope")]);
        const auto list = "(" + wire + ")";
        Scanner scanner(list);
        const auto envelope = parseEnvelope(scanner);
        ASSERT_TRUE(envelope) << wire;
        EXPECT_EQ(written(*envelope), wire);
        ++rows;
    }
    EXPECT_GE(rows, 6);
}

TEST(ImapCorpora, modified_utf7_of_dovecot)
{
    const auto file = corpora() / "dovecot-vectors/imap-utf7.json";
    SKIP_WITHOUT(file);
    int rows = 0;
    for (const auto& row : casesOf(loadJson(file), "test_imap_utf7_by_example")) {
        const auto pair = row.toArray();
        if (!pair[0].isString()) {
            if (pair[0].isNull()) { // malformed on the wire: stays as it is
                EXPECT_EQ(decodeMailboxName(text(pair[1])), text(pair[1]));
            }
            continue;
        }
        EXPECT_EQ(encodeMailboxName(text(pair[0])), text(pair[1]));
        EXPECT_EQ(decodeMailboxName(text(pair[1])), text(pair[0]));
        ++rows;
    }
    EXPECT_GE(rows, 3);
}

TEST(ImapCorpora, sequence_sets_of_dovecot)
{
    const auto file = corpora() / "dovecot-vectors/imap-seqset.json";
    SKIP_WITHOUT(file);
    int rows = 0;
    for (const auto& row : casesOf(loadJson(file), "test_imap_seq_set_parse")) {
        const auto triple = row.toArray();
        const auto response = parseResponse({ "* VANISHED " + text(triple[0]) });
        const bool valid = triple[2].toInt() == 0;
        // Letters behind a number belong to the next token here.
        if (text(triple[0]).find('a') == std::string::npos) {
            EXPECT_EQ(response.has_value(), valid) << text(triple[0]);
        }
        ++rows;
    }
    EXPECT_GE(rows, 20);
}

} // namespace
} // namespace fulmar::imap::testing
