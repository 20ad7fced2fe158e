// SPDX-License-Identifier: GPL-3.0-or-later
//
// How fast messages are parsed and HTML is made harmless, in processor time of one core.
//
//   reading_speed FOLDER         every file below FOLDER is taken for a message
//
// Prints one JSON object: {"parseBytes", "parseSeconds", "decodeSeconds", "htmlSeconds",
// "memoryRatio"}.
#include "mime/parse.h"
#include "text/charset.h"
#include "text/html_sanitizer.h"

#include <sys/resource.h>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace fulmar;

std::vector<std::string> messagesBelow(const fs::path& folder)
{
    std::vector<std::string> messages;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file())
            continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        messages.push_back(bytes.str());
    }
    return messages;
}

template <class Work>
double processorSeconds(const Work& work)
{
    const std::clock_t begin = std::clock();
    work();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

std::size_t decodeAll(
    const std::string& raw, const mime::Part& part, const mime::CharsetDecoder& toUtf8)
{
    if (part.children.empty())
        return part.type == "text" ? mime::decodedText(raw, part, toUtf8).size()
                                   : mime::decodedBody(raw, part).size();
    std::size_t sum = 0;
    for (const auto& child : part.children)
        sum += decodeAll(raw, child, toUtf8);
    return sum;
}

/// A newsletter of about 100 KB: nested tables, inline styles, a style sheet.
std::string newsletter()
{
    std::string html = "<html><head><style>.a{color:#333}.b td{padding:4px}@media "
                       "(max-width:600px){.w{width:100%}}"
                       "</style></head><body><table width=600 align=center>";
    while (html.size() < 100 * 1024)
        html += "<tr><td class='a w' style='padding:8px "
                "16px;font-family:Arial,sans-serif;font-size:14px;color:#333333'>"
                "<table class=b><tr><td><a href='https://shop.example/x?a=1&amp;b=2'><b>Offer</b> "
                "of the day</a>"
                "<td><img src='https://shop.example/i.png' width=120 height=80 alt='A "
                "thing'></table></td></tr>";
    return html + "</table></body></html>";
}

long peakKilobytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// Peak memory of parsing and decoding a message of 40 MB, in sizes of the message.
double memoryRatio(const mime::CharsetDecoder& toUtf8)
{
    constexpr std::size_t size = 40 * 1024 * 1024;
    const long before = peakKilobytes();
    std::string raw = "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    while (raw.size() < size)
        raw += "JVBERi0xLjQNCiXk9tzfDQoxIDAgb2JqDQo8PCAvTGVuZ3RoIDIgMCBSDQogICAvRmlsdGVyIC9G\r\n";
    const auto message = mime::parse(raw, toUtf8);
    const std::size_t decoded = mime::decodedBody(raw, message.root).size();
    return decoded == 0 ? 0 : static_cast<double>(peakKilobytes() - before) * 1024 / size;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 64;
    const auto toUtf8 = text::charsetDecoder();
    const double memory = memoryRatio(toUtf8);
    const auto messages = messagesBelow(argv[1]);
    std::size_t bytes = 0, sink = 0;
    for (const std::string& raw : messages)
        bytes += raw.size();
    const double parse = processorSeconds([&] {
        for (const std::string& raw : messages)
            sink += mime::parse(raw, toUtf8).root.children.size();
    });
    const double decode = processorSeconds([&] {
        for (const std::string& raw : messages)
            sink += decodeAll(raw, mime::parse(raw, toUtf8).root, toUtf8);
    });
    const std::string html = newsletter();
    constexpr int rounds = 20;
    const double sanitised = processorSeconds([&] {
        for (int i = 0; i < rounds; ++i)
            sink += text::sanitizeHtml(html).html.size();
    });
    std::printf("{\"parseBytes\": %zu, \"parseSeconds\": %.4f, \"decodeSeconds\": %.4f, "
                "\"htmlSeconds\": %.4f, "
                "\"memoryRatio\": %.2f, \"check\": %zu}\n",
        bytes, parse, decode, sanitised / rounds, memory, sink);
    return 0;
}
