// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fulmar::mime {

/// Turns bytes of a named charset into UTF-8; malformed input becomes U+FFFD, an unknown name gives
/// nothing. The pure rooms get it handed in: ICU lives in `core/text/charset`.
using CharsetDecoder
    = std::function<std::optional<std::string>(std::string_view charset, std::string_view bytes)>;

/// One header field: the name as written, the value unfolded but not decoded (8-bit bytes are
/// kept).
struct HeaderField {
    std::string name;
    std::string value;
};

/// A mailbox of an address list. `name` is decoded UTF-8, "" where there is none; `address` is the
/// true addr-spec.
struct Address {
    std::string name;
    std::string address;
    bool operator==(const Address&) const = default;
};

/// One node of the MIME tree. Offsets are into the raw message that was parsed.
struct Part {
    std::string number; ///< IMAP part number: "1.2"; "" for a multipart root
    std::string type = "text", subtype = "plain"; ///< lower case
    std::vector<std::pair<std::string, std::string>>
        parameters; ///< of Content-Type, names in lower case, decoded (RFC 2231, 2047)
    std::string charset; ///< lower case, "" where not given
    std::string disposition; ///< "inline", "attachment" or "", lower case
    std::string fileName; ///< decoded as sent, "" where there is none; not safe as a file name
    std::string contentId; ///< without angle brackets
    std::string encoding; ///< Content-Transfer-Encoding, lower case; "7bit" where not given
    std::vector<HeaderField> headers;
    std::size_t bodyOffset = 0, bodyLength = 0; ///< the encoded body in the raw message
    std::vector<Part> children; ///< of a multipart, or the one root of a message/rfc822
    [[nodiscard]] bool isMultipart() const { return type == "multipart"; }
    [[nodiscard]] bool isAttachment() const; ///< a leaf that a reader lists: disposition
                                             ///< attachment, or a name and not shown inline
    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
};

/// A parsed message. `root.headers` are the message's header fields in order.
struct Message {
    Part root;
    std::vector<std::string>
        defects; ///< what was wrong and how it was read; for "view source", not for users
    [[nodiscard]] const Part* find(std::string_view number) const;
};

} // namespace fulmar::mime
