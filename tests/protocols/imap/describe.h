// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/fault.h"
#include "imap/responses.h"
#include "imap/session.h"

#include <string>

/// Values in one line, so that a test can compare them and a failure can be read.
namespace fulmar::imap::testing {

std::string describe(const Envelope& envelope);
std::string describe(const BodyStructure& body);
std::string describe(const FetchData& data);
std::string describe(const ListEntry& entry);
std::string describe(const StatusEntry& entry);
std::string describe(const SelectResult& selected);
std::string describe(const SearchResult& result);
std::string describe(const FlagSet& flags);
std::string describe(const Error& error);
std::string describe(const Response& response);
/// An event, `StartTls` or `Failure`.
std::string describe(const Step& step);

} // namespace fulmar::imap::testing
