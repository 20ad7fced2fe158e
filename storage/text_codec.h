// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/flags.h"
#include "model/message.h"
#include "model/outbox_item.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Lists as compact text: U+001F between the fields of an entry, U+001E after each entry. Both
/// characters inside a value become a space; they have no place in mail headers.
namespace fulmar::storage {

std::string encodeAddresses(const std::vector<Address>& addresses);
std::vector<Address> decodeAddresses(std::string_view text);

std::string encodeTexts(const std::vector<std::string>& texts);
std::vector<std::string> decodeTexts(std::string_view text);

std::string encodeKeywords(const std::set<std::string>& keywords);
std::set<std::string> decodeKeywords(std::string_view text);

std::string encodeRefusals(const std::vector<RecipientRefusal>& refusals);
std::vector<RecipientRefusal> decodeRefusals(std::string_view text);

} // namespace fulmar::storage
