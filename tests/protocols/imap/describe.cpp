// SPDX-License-Identifier: GPL-3.0-or-later
#include "describe.h"

namespace fulmar::imap::testing {
namespace {

std::string text(const std::optional<std::string>& value)
{
    return value ? '"' + *value + '"' : "NIL";
}

template <class Number>
std::string item(const char* name, const std::optional<Number>& value)
{
    return value ? std::string(" ") + name + '=' + std::to_string(*value) : "";
}

template <class Number>
std::string nonZero(const char* name, Number value)
{
    return value != 0 ? std::string(" ") + name + '=' + std::to_string(value) : "";
}

std::string addressList(const std::vector<Address>& addresses)
{
    std::string out = "[";
    for (const auto& address : addresses) {
        out += out.size() > 1 ? ", " : "";
        out += text(address.name) + '|' + text(address.adl) + '|' + text(address.mailbox) + '|'
            + text(address.host);
    }
    return out + ']';
}

std::string parameterList(const BodyParameters& parameters)
{
    std::string out = "{";
    for (const auto& [name, value] : parameters)
        out += (out.size() > 1 ? ";" : "") + name + '=' + value;
    return out + '}';
}

std::string fieldList(const std::vector<std::pair<std::string, std::string>>& fields)
{
    std::string out;
    for (const auto& [name, value] : fields)
        out += (out.empty() ? "" : " ") + name + '=' + value;
    return out;
}

std::string kindName(ErrorKind kind)
{
    static const char* const names[] = { "Network", "Tls", "Authentication", "Rejected", "Protocol",
        "Limit", "Storage", "Cancelled", "Unsupported" };
    return names[static_cast<int>(kind)];
}

std::string joined(const std::vector<std::uint32_t>& numbers)
{
    std::string out;
    for (const auto number : numbers)
        out += (out.empty() ? "" : ",") + std::to_string(number);
    return out;
}

std::string namespaceList(const Namespaces& namespaces)
{
    std::string out;
    for (const auto* list : { &namespaces.personal, &namespaces.otherUsers, &namespaces.shared }) {
        out += '(';
        for (const auto& entry : *list)
            out += '"' + entry.prefix + "\" " + entry.delimiter.value_or('-');
        out += ')';
    }
    return out;
}

struct DescribeEvent {
    std::string operator()(const Ready& e) const
    {
        return "Ready " + describe(e.capabilities.atoms())
            + (e.serverId.empty() ? "" : " id " + fieldList(e.serverId));
    }
    std::string operator()(const CommandDone& e) const
    {
        std::string out = "Done " + std::to_string(e.command.number);
        out += e.error ? ' ' + describe(*e.error) : " OK";
        if (!e.error && !e.code.name.empty())
            out += " [" + e.code.name + ']';
        if (e.selected)
            out += ' ' + describe(*e.selected);
        if (e.search)
            out += ' ' + describe(*e.search);
        if (e.copied)
            out += " copied=" + std::to_string(e.copied->uidValidity) + ' '
                + joined(e.copied->source) + "->" + joined(e.copied->destination);
        if (e.appended)
            out += " appended=" + std::to_string(e.appended->uidValidity) + ' '
                + std::to_string(e.appended->uid);
        if (e.namespaces)
            out += ' ' + namespaceList(*e.namespaces);
        return out;
    }
    std::string operator()(const IdleStarted& e) const
    {
        return "IdleStarted " + std::to_string(e.command.number);
    }
    std::string operator()(const Listed& e) const
    {
        return (e.subscribedOnly ? "Lsub " : "Listed ") + describe(e.entry);
    }
    std::string operator()(const StatusReceived& e) const { return "Status " + describe(e.entry); }
    std::string operator()(const Fetched& e) const { return "Fetched " + describe(e.data); }
    std::string operator()(const BodyChunk& e) const
    {
        return "Chunk [" + e.section + "] " + std::to_string(e.offset) + '+'
            + std::to_string(e.bytes.size()) + '/' + std::to_string(e.total);
    }
    std::string operator()(const Exists& e) const { return "Exists " + std::to_string(e.count); }
    std::string operator()(const Expunged& e) const { return "Expunged " + std::to_string(e.seq); }
    std::string operator()(const Vanished& e) const
    {
        return "Vanished " + e.uids.toString() + (e.earlier ? " earlier" : "");
    }
    std::string operator()(const CapabilitiesChanged& e) const
    {
        return "Capabilities " + describe(e.capabilities.atoms());
    }
    std::string operator()(const Alert& e) const { return "Alert " + e.text; }
    std::string operator()(const Skipped& e) const { return "Skipped " + describe(e.error); }
    std::string operator()(const Closed& e) const
    {
        return std::string(e.expected ? "Closed expected " : "Closed unexpected ") + e.text;
    }
};

struct DescribeResponse {
    std::string operator()(const StatusResponse& r) const
    {
        static const char* const names[] = { "OK", "NO", "BAD", "BYE", "PREAUTH" };
        return (r.tag.empty() ? "*" : r.tag) + ' ' + names[static_cast<int>(r.condition)]
            + (r.code.name.empty() ? "" : " [" + r.code.name + '|' + r.code.arguments + ']') + " \""
            + r.text + '"';
    }
    std::string operator()(const ContinuationResponse& r) const { return "+ " + r.text; }
    std::string operator()(const CapabilityResponse& r) const
    {
        return "CAPABILITY " + describe(r.capabilities.atoms());
    }
    std::string operator()(const ListResponse& r) const
    {
        return (r.lsub ? "LSUB " : "LIST ") + describe(r.entry);
    }
    std::string operator()(const StatusDataResponse& r) const
    {
        return "STATUS " + describe(r.entry);
    }
    std::string operator()(const SearchResponse& r) const
    {
        return (r.extended ? "ESEARCH " : "SEARCH ") + (r.tag.empty() ? "" : r.tag + ' ')
            + describe(r.result);
    }
    std::string operator()(const FlagsResponse& r) const { return "FLAGS " + describe(r.flags); }
    std::string operator()(const ExistsResponse& r) const
    {
        return "EXISTS " + std::to_string(r.count);
    }
    std::string operator()(const ExpungeResponse& r) const
    {
        return "EXPUNGE " + std::to_string(r.seq);
    }
    std::string operator()(const FetchResponse& r) const { return "FETCH " + describe(r.data); }
    std::string operator()(const VanishedResponse& r) const
    {
        return "VANISHED " + r.uids.toString() + (r.earlier ? " earlier" : "");
    }
    std::string operator()(const IdResponse& r) const { return "ID " + fieldList(r.fields); }
    std::string operator()(const NamespaceResponse& r) const
    {
        return "NAMESPACE " + namespaceList(r.namespaces);
    }
    std::string operator()(const EnabledResponse& r) const
    {
        return "ENABLED " + describe(r.extensions.atoms());
    }
    std::string operator()(const OtherResponse& r) const { return "OTHER " + r.name; }
};

} // namespace

std::string describe(const FlagSet& flags)
{
    std::string out = "(";
    for (const auto& flag : flags)
        out += (out.size() > 1 ? " " : "") + flag;
    return out + ')';
}

std::string describe(const Envelope& envelope)
{
    return "date=" + text(envelope.date) + " subject=" + text(envelope.subject)
        + " from=" + addressList(envelope.from) + " sender=" + addressList(envelope.sender)
        + " reply-to=" + addressList(envelope.replyTo) + " to=" + addressList(envelope.to)
        + " cc=" + addressList(envelope.cc) + " bcc=" + addressList(envelope.bcc)
        + " in-reply-to=" + text(envelope.inReplyTo) + " message-id=" + text(envelope.messageId);
}

std::string describe(const BodyStructure& body)
{
    std::string out = '<' + body.part + ' ' + body.type + '/' + body.subtype;
    if (!body.parameters.empty())
        out += ' ' + parameterList(body.parameters);
    const std::pair<const char*, const std::optional<std::string>*> fields[] = { { "id", &body.id },
        { "desc", &body.description }, { "enc", &body.encoding }, { "md5", &body.md5 },
        { "lang", &body.language }, { "loc", &body.location }, { "disp", &body.disposition } };
    for (const auto& [name, value] : fields) {
        if (*value)
            out += std::string(" ") + name + '=' + **value;
    }
    if (!body.dispositionParameters.empty())
        out += parameterList(body.dispositionParameters);
    out += nonZero("octets", body.octets) + item("lines", body.lines);
    if (body.envelope)
        out += " envelope(" + describe(*body.envelope) + ')';
    for (const auto& child : body.children)
        out += ' ' + describe(child);
    return out + '>';
}

std::string describe(const FetchData& data)
{
    std::string out = std::to_string(data.seq);
    if (data.uid)
        out += " uid=" + std::to_string(data.uid->value());
    if (data.flags)
        out += " flags=" + describe(*data.flags);
    out += item("date", data.internalDate) + item("size", data.size) + item("modseq", data.modSeq)
        + item("msgid", data.gmailMessageId) + item("thrid", data.gmailThreadId);
    if (data.gmailLabels) {
        out += " labels=";
        for (const auto& label : *data.gmailLabels)
            out += '<' + label + '>';
    }
    if (data.envelope)
        out += " envelope(" + describe(*data.envelope) + ')';
    if (data.bodyStructure)
        out += " body" + describe(*data.bodyStructure);
    for (const auto& section : data.sections) {
        out += " [" + section.section + ']';
        if (section.origin)
            out += '<' + std::to_string(*section.origin) + '>';
        out += '=' + (section.streamed ? "streamed" : text(section.data));
    }
    return out;
}

std::string describe(const ListEntry& entry)
{
    return describe(entry.attributes) + ' '
        + (entry.delimiter ? std::string(1, *entry.delimiter) : "NIL") + ' ' + entry.name;
}

std::string describe(const StatusEntry& entry)
{
    return entry.mailbox + item("messages", entry.messages) + item("recent", entry.recent)
        + item("uidnext", entry.uidNext) + item("uidvalidity", entry.uidValidity)
        + item("unseen", entry.unseen) + item("modseq", entry.highestModSeq)
        + item("size", entry.size);
}

std::string describe(const SelectResult& selected)
{
    std::string out = "selected=" + selected.mailbox + " exists=" + std::to_string(selected.exists)
        + " uidvalidity=" + std::to_string(selected.uidValidity)
        + " uidnext=" + std::to_string(selected.uidNext) + nonZero("modseq", selected.highestModSeq)
        + (selected.readOnly ? " read-only" : "");
    if (!selected.flags.empty())
        out += " flags=" + describe(selected.flags);
    if (!selected.permanentFlags.empty())
        out += " permanent=" + describe(selected.permanentFlags);
    return out;
}

std::string describe(const SearchResult& result)
{
    return "numbers=" + result.numbers.toString() + item("min", result.min)
        + item("max", result.max) + item("count", result.count) + item("modseq", result.modSeq);
}

std::string describe(const Error& error)
{
    return kindName(error.kind) + ' ' + (error.code.empty() ? "-" : error.code) + " at "
        + error.where + (error.serverText.empty() ? "" : ": " + error.serverText);
}

std::string describe(const Response& response)
{
    return std::visit(DescribeResponse{}, response);
}

std::string describe(const Step& step)
{
    if (const auto* event = std::get_if<Event>(&step))
        return std::visit(DescribeEvent{}, *event);
    if (const auto* failure = std::get_if<Failure>(&step))
        return "Failure " + describe(failure->error);
    if (std::holds_alternative<StartTls>(step))
        return "StartTls";
    if (const auto* output = std::get_if<Output>(&step))
        return (output->sensitive ? "Sensitive " : "Output ") + output->bytes;
    return "NeedInput";
}

} // namespace fulmar::imap::testing
