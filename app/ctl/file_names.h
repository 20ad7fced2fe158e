// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <QByteArray>
#include <QString>

namespace fulmar::ctl {

/// A name that a stranger chose, made safe to save under: one path component, no control, format or
/// bidi characters, no leading dot, at most 255 bytes with its extension kept; "attachment" where
/// nothing is left.
QString safeFileName(const QString& name);

/// "report (2).pdf" for "report.pdf" and 2, within the same limit; 1 gives the name itself.
QString numberedFileName(const QString& name, int number);

/// Writes a new file into a folder that exists and returns its path. An existing file is never
/// touched: the next free number is taken. Half a file is removed again. Errors: Storage
/// "not-found" (no such folder), "cannot-create", "disk-full", "io".
Result<QString> saveNewFile(
    const QString& folder, const QString& safeName, const QByteArray& content);

} // namespace fulmar::ctl
