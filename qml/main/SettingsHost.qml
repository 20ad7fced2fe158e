// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Settings
import Fulmar.ViewModels

/// Loaded when the settings are opened, so that they cost nothing at the start.
Item {
    id: root

    required property AppViewModel app

    signal finished()
    signal addRequested()
    signal editRequested(string account)

    SettingsPage {
        anchors.fill: parent
        app: root.app
        onFinished: root.finished()
        onAddRequested: root.addRequested()
        onEditRequested: account => root.editRequested(account)
    }
}
