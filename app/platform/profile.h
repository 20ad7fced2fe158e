// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <QString>

namespace fulmar::app {

/// The folder in which everything of one user lives: settings, store, logs, lock and socket.
struct Profile {
    QString folder; ///< absolute
    bool isDefault = false; ///< the user's own, not one named by hand

    [[nodiscard]] QString logFolder() const;
    [[nodiscard]] QString lockFile() const;
    [[nodiscard]] QString socketFile() const;
};

/// Which folder is meant: `requested` (--profile), else FULMAR_PROFILE, else XDG_DATA_HOME/fulmar.
/// Touches nothing.
Profile locateProfile(const QString& requested);

/// Makes the folders of a profile where they are missing, readable by their owner alone.
///
/// Errors: Storage with code "cannot-create" or "not-yours" and the path in `where`.
Result<void> prepareProfile(const Profile& profile);

} // namespace fulmar::app
