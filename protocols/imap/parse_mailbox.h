// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/responses.h"
#include "imap/scanner.h"

/// Data about mailboxes; each function starts behind the response's name.
namespace fulmar::imap {

/// `mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox`, for
/// LIST, LSUB and XLIST.
Parsed<ListEntry> parseMailboxList(Scanner& scanner);
/// `mailbox SP "(" [status-att-list] ")"`; items that are unknown or no number are left out.
Parsed<StatusEntry> parseMailboxStatus(Scanner& scanner);
/// `"SEARCH" *(SP nz-number) [SP search-sort-mod-seq]` (RFC 7162); zeros are dropped.
Parsed<SearchResponse> parseSearch(Scanner& scanner);
/// `"ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)` (RFC 4731).
Parsed<SearchResponse> parseExtendedSearch(Scanner& scanner);
/// `"VANISHED" [SP "(EARLIER)"] SP known-uids` (RFC 7162).
Parsed<VanishedResponse> parseVanished(Scanner& scanner);
/// `"NAMESPACE" SP Namespace SP Namespace SP Namespace` (RFC 2342).
Parsed<Namespaces> parseNamespaces(Scanner& scanner);
/// `id_params_list = "(" #(string SP nstring) ")" / nil` (RFC 2971); at most 30 pairs, fit to be
/// shown.
Parsed<IdResponse> parseId(Scanner& scanner);
/// `*(SP capability)`
Capabilities parseCapabilities(std::string_view text);

} // namespace fulmar::imap
