// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <string>
#include <string_view>

namespace fulmar::app {

/// The whole document around a sanitised fragment: the policy first, our style, then that of the
/// message. Both come from the sanitiser and hold nothing that loads.
QByteArray bodyDocument(const std::string& fragment, const std::string& styleSheet, bool dark);

/// Plain text as a fragment that keeps its lines.
std::string plainFragment(std::string_view utf8);

} // namespace fulmar::app
