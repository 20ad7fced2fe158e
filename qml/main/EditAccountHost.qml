// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Settings
import Fulmar.ViewModels

/// Loaded when an account is edited, so that it costs nothing at the start.
Item {
    id: root

    required property AppViewModel app

    function edit(account: string) { sheet.edit(account) }

    EditAccountSheet {
        id: sheet
        app: root.app
    }
}
