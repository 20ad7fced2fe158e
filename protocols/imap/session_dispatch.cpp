// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/parse_mailbox.h"
#include "imap/response_code.h"
#include "imap/session_impl.h"

#include <algorithm>
#include <limits>

namespace fulmar::imap {
namespace {

using Condition = StatusResponse::Condition;

std::uint32_t number32(const ResponseCode& code)
{
    const auto number = codeNumber(code).value_or(0);
    return number > std::numeric_limits<std::uint32_t>::max() ? 0
                                                              : static_cast<std::uint32_t>(number);
}

/// Drops a COPYUID that speaks of messages which the command did not name.
std::optional<CopyUid> plausible(std::optional<CopyUid> copied, const UidSet& uids)
{
    const bool foreign = copied
        && std::any_of(copied->source.begin(), copied->source.end(),
            [&](std::uint32_t uid) { return !uids.contains(uid); });
    return foreign ? std::nullopt : std::move(copied);
}

} // namespace

template <class Kind>
Session::Impl::InFlight* Session::Impl::inFlight()
{
    const auto it = std::find_if(m_inFlight.begin(), m_inFlight.end(),
        [](const InFlight& flight) { return std::holds_alternative<Kind>(flight.command); });
    return it == m_inFlight.end() ? nullptr : &*it;
}

void Session::Impl::dispatch(Response& response)
{
    std::visit([this](auto& one) { take(one); }, response);
}

void Session::Impl::skip(std::string where, std::string code)
{
    emit(Skipped{ { .kind = ErrorKind::Protocol,
        .where = std::move(where),
        .serverText = {},
        .code = std::move(code) } });
}

void Session::Impl::take(StatusResponse& status)
{
    if (status.code.name == "CAPABILITY")
        changeCapabilities(parseCapabilities(status.code.arguments));
    if (status.tag.empty() || status.condition == Condition::Ok)
        alertIfAny(status);
    if (status.condition == Condition::Bye)
        takeBye(status);
    else if (status.tag.empty())
        takeUntagged(status);
    else
        takeTagged(status);
}

void Session::Impl::takeUntagged(const StatusResponse& status)
{
    if (status.condition == Condition::PreAuth) {
        skip("PREAUTH", "unexpected-response");
    } else if (status.code.name == "COPYUID") {
        if (auto* move = inFlight<UidMove>())
            move->copied = parseCopyUid(status.code);
    } else if (auto* select = inFlight<Select>()) {
        takeSelectCode(status.code, select->selected);
        // RFC 7162 asks for CLOSED; a server that forgets it still names the new UIDVALIDITY.
        select->opened
            = select->opened || status.code.name == "CLOSED" || status.code.name == "UIDVALIDITY";
    }
}

/// True if untagged data on messages belongs to the mailbox that the program means.
bool Session::Impl::concernsSelected()
{
    const auto* select = inFlight<Select>();
    return select ? select->opened : m_selected;
}

void Session::Impl::takeSelectCode(const ResponseCode& code, SelectResult& selected)
{
    if (code.name == "UIDVALIDITY")
        selected.uidValidity = number32(code);
    else if (code.name == "UIDNEXT")
        selected.uidNext = number32(code);
    else if (code.name == "HIGHESTMODSEQ")
        selected.highestModSeq = codeNumber(code).value_or(0);
    else if (code.name == "PERMANENTFLAGS")
        selected.permanentFlags = codeFlags(code);
    else if (code.name == "READ-ONLY")
        selected.readOnly = true;
    else if (code.name == "CLOSED") // RFC 7162: all before this was about the mailbox that is left
        selected = { .mailbox = selected.mailbox,
            .readOnly = selected.readOnly,
            .flags = {},
            .permanentFlags = {} };
}

void Session::Impl::take(ContinuationResponse&)
{
    if (m_writing && m_writing->awaitContinuation) {
        m_writing->awaitContinuation = false;
    } else if (m_idle == IdleState::Asked) {
        m_idle = IdleState::Running;
        emit(IdleStarted{ inFlight<Idle>()->handle });
    } else if (m_idle == IdleState::None) {
        skip("continue-req", "unexpected-response");
    }
}

void Session::Impl::take(CapabilityResponse& capability)
{
    changeCapabilities(std::move(capability.capabilities));
}

void Session::Impl::changeCapabilities(Capabilities capabilities)
{
    if (capabilities.empty() || capabilities == m_capabilities)
        return;
    m_capabilities = std::move(capabilities);
    emit(CapabilitiesChanged{ m_capabilities });
}

void Session::Impl::take(ListResponse& list)
{
    emit(Listed{ .entry = std::move(list.entry), .subscribedOnly = list.lsub });
}

void Session::Impl::take(StatusDataResponse& status)
{
    emit(StatusReceived{ std::move(status.entry) });
}

void Session::Impl::take(SearchResponse& response)
{
    auto* search = inFlight<UidSearch>();
    if (!search || (!response.tag.empty() && response.tag != search->tag)) {
        skip(response.extended ? "ESEARCH" : "SEARCH", "unexpected-response");
        return;
    }
    auto& result = search->search;
    result.numbers.add(response.result.numbers.ranges());
    const auto keep = [](auto& old, const auto& given) { old = given ? given : old; };
    keep(result.min, response.result.min);
    keep(result.max, response.result.max);
    keep(result.count, response.result.count);
    keep(result.modSeq, response.result.modSeq);
}

void Session::Impl::take(FlagsResponse& flags)
{
    if (auto* select = inFlight<Select>())
        select->selected.flags = std::move(flags.flags);
}

void Session::Impl::take(ExistsResponse& exists)
{
    if (auto* select = inFlight<Select>())
        select->selected.exists = exists.count;
    else if (m_selected)
        emit(Exists{ exists.count });
    else
        skip("EXISTS", "no-mailbox-selected");
}

void Session::Impl::take(ExpungeResponse& expunge)
{
    if (auto* select = inFlight<Select>())
        select->selected.exists -= expunge.seq <= select->selected.exists ? 1 : 0;
    else if (m_selected)
        emit(Expunged{ expunge.seq });
    else
        skip("EXPUNGE", "no-mailbox-selected");
}

void Session::Impl::take(FetchResponse& fetch)
{
    if (concernsSelected())
        emit(Fetched{ std::move(fetch.data) });
    else
        skip("FETCH", "no-mailbox-selected");
}

void Session::Impl::take(VanishedResponse& vanished)
{
    auto* select = inFlight<Select>();
    if (select && select->opened && !vanished.earlier) {
        auto& exists = select->selected.exists;
        exists
            -= static_cast<std::uint32_t>(std::min<std::uint64_t>(exists, vanished.uids.count()));
    }
    if (concernsSelected())
        emit(Vanished{ .uids = std::move(vanished.uids), .earlier = vanished.earlier });
    else
        skip("VANISHED", "no-mailbox-selected");
}

void Session::Impl::take(NamespaceResponse& response)
{
    if (auto* flight = inFlight<Namespace>())
        flight->namespaces = std::move(response.namespaces);
}

void Session::Impl::takeTagged(const StatusResponse& status)
{
    const auto it = std::find_if(m_inFlight.begin(), m_inFlight.end(),
        [&](const InFlight& flight) { return flight.tag == status.tag; });
    if (it == m_inFlight.end()) {
        skip("tagged response", "unknown-tag");
        return;
    }
    const bool writing = m_writing && m_writing->tag == status.tag;
    if (writing && status.condition == Condition::Ok) {
        fail({ .kind = ErrorKind::Protocol,
            .where = std::string(commandName(it->command)),
            .serverText = status.text,
            .code = "answered-too-early" });
        return;
    }
    if (writing && !m_writing->awaitContinuation) {
        m_writing->refused = status;
        return;
    }
    if (writing)
        m_writing.reset();
    auto flight = std::move(*it);
    m_inFlight.erase(it);
    finish(std::move(flight), status);
}

void Session::Impl::finish(InFlight flight, const StatusResponse& status)
{
    CommandDone done{
        .command = flight.handle, .error = {}, .code = status.code, .text = status.text
    };
    const bool ok = status.condition == Condition::Ok;
    if (!ok)
        done.error = Error{ .kind
            = status.condition == Condition::No ? ErrorKind::Rejected : ErrorKind::Protocol,
            .where = std::string(commandName(flight.command)),
            .serverText = status.text,
            .code = status.code.name };
    if (std::holds_alternative<Select>(flight.command)) {
        m_selected = ok;
        takeSelectCode(status.code, flight.selected);
        if (ok)
            done.selected = std::move(flight.selected);
    } else if (std::holds_alternative<Unselect>(flight.command)) {
        m_selected = m_selected && !ok;
    } else if (std::holds_alternative<Idle>(flight.command)) {
        m_idle = IdleState::None;
        m_leaveIdle = false;
    } else if (ok && std::holds_alternative<UidSearch>(flight.command)) {
        done.search = std::move(flight.search);
    } else if (ok && std::holds_alternative<Namespace>(flight.command)) {
        done.namespaces = std::move(flight.namespaces).value_or(Namespaces{});
    } else if (ok && std::holds_alternative<Append>(flight.command)
        && status.code.name == "APPENDUID") {
        done.appended = parseAppendUid(status.code);
    }
    if (status.code.name == "COPYUID")
        flight.copied = parseCopyUid(status.code);
    if (const auto* copy = std::get_if<UidCopy>(&flight.command))
        done.copied = plausible(std::move(flight.copied), copy->uids);
    else if (const auto* move = std::get_if<UidMove>(&flight.command))
        done.copied = plausible(std::move(flight.copied), move->uids);
    emit(std::move(done));
    if (std::holds_alternative<Logout>(flight.command)) {
        emit(Closed{ .text = m_bye.value_or(status.text), .expected = true });
        m_phase = Phase::Ended;
        m_queue.clear();
    }
}

void Session::Impl::takeBye(const StatusResponse& status)
{
    if (inFlight<Logout>()) {
        m_bye = status.text;
        return;
    }
    const auto temporary = temporaryCode(status);
    const auto place = currentPlace();
    emit(Closed{ .text = status.text, .expected = false });
    fail({ .kind = temporary ? ErrorKind::Rejected : ErrorKind::Network,
        .where = place,
        .serverText = status.text,
        .code = temporary.value_or("bye") });
}

} // namespace fulmar::imap
