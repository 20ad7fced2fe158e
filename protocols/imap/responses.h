// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// One server response as a value (RFC 3501 section 7).
namespace fulmar::imap {

/// `resp-cond-state`, `resp-cond-bye` and the greetings.
struct StatusResponse {
    enum class Condition { Ok, No, Bad, Bye, PreAuth };
    std::string tag{}; ///< empty = untagged
    Condition condition = Condition::Ok;
    ResponseCode code{};
    std::string text{}; ///< fit to be shown: no controls, at most `limits::imapServerText`
};
/// `continue-req`
struct ContinuationResponse {
    std::string text{};
};
struct CapabilityResponse {
    Capabilities capabilities{};
};
struct ListResponse {
    ListEntry entry{};
    bool lsub = false;
};
struct StatusDataResponse {
    StatusEntry entry{};
};
struct SearchResponse {
    SearchResult result{};
    bool extended = false; ///< ESEARCH
    std::string tag{}; ///< of ESEARCH, if it named one
};
struct FlagsResponse {
    FlagSet flags{};
};
struct ExistsResponse {
    std::uint32_t count = 0;
};
struct ExpungeResponse {
    std::uint32_t seq = 0;
};
struct FetchResponse {
    FetchData data{};
};
struct VanishedResponse {
    UidSet uids{};
    bool earlier = false;
};
/// RFC 5161: what ENABLE switched on.
struct EnabledResponse {
    Capabilities extensions{};
};
struct IdResponse {
    std::vector<std::pair<std::string, std::string>> fields{};
};
struct NamespaceResponse {
    Namespaces namespaces{};
};
/// A response that is well known but of no use here, unknown, or an empty line.
struct OtherResponse {
    std::string name{};
};

using Response = std::variant<StatusResponse, ContinuationResponse, CapabilityResponse,
    ListResponse, StatusDataResponse, SearchResponse, FlagsResponse, ExistsResponse,
    ExpungeResponse, FetchResponse, VanishedResponse, IdResponse, NamespaceResponse,
    EnabledResponse, OtherResponse>;

} // namespace fulmar::imap
