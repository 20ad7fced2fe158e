// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Setup
import Fulmar.ViewModels

/// Loaded when an account is set up, so that it costs nothing at the start.
Item {
    id: root

    required property AppViewModel app
    property bool adding: false

    signal finished()

    SetupPage {
        anchors.fill: parent
        app: root.app
        first: !root.adding
        onFinished: root.finished()
    }
}
