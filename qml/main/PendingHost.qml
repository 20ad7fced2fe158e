// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Mailboxes
import Fulmar.ViewModels

/// Loaded when it is first asked what waits, so that it costs nothing at the start.
Item {
    id: root

    required property PendingActionsModel pending

    function open() { sheet.open() }

    PendingSheet {
        id: sheet
        pending: root.pending
    }
}
