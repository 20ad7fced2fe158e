// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expected.h"
#include "common/secret.h"

#include <string>

namespace fulmar {

/// What kind of thing went wrong; decides the recovery together with `Error::code`.
enum class ErrorKind {
    Network, ///< no connection, or it was lost
    Tls, ///< handshake or certificate
    Authentication, ///< the server refused the credentials
    Rejected, ///< the server understood and said no
    Protocol, ///< the peer broke the protocol
    Limit, ///< something was larger than `limits.h` allows
    Storage, ///< SQLite or the file system
    Cancelled, ///< we stopped it ourselves
    Unsupported, ///< the server lacks what is needed
};

/// One failure, told by the layer that saw it; wording for people is made in `app` from these fields.
struct Error {
    ErrorKind kind = ErrorKind::Protocol;
    /// Path to the place, outermost first: "FETCH / BODYSTRUCTURE / body-fld-octets at byte 118".
    std::string where;
    /// What the server said, as it said it; empty where no server spoke.
    std::string serverText;
    /// Machine word that tells siblings of one kind apart: an IMAP response code in capitals
    /// ("AUTHENTICATIONFAILED"), an SMTP code pair ("535 5.7.8"), or one of the words in
    /// `transport/tls_stream.h` ("certificate-expired", "host-not-found", …).
    std::string code {};
    /// The bytes that caused it, for the protocol log; never shown unasked.
    Secret<std::string> wire {};
};

template <class T>
using Result = Expected<T, Error>;

} // namespace fulmar
