// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace fulmar::app {

/// Why a file should not be opened lightly, one sentence; empty for most. Programs, scripts and
/// documents with macros by their last extension, a second extension that hides it, an image of a
/// disk. Pure.
QString fileDanger(const QString& name);

} // namespace fulmar::app
