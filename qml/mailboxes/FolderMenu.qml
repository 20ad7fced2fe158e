// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Controls
import Fulmar.ViewModels

/// What can be done to one row of the tree, with its keys.
PopMenu {
    id: menu

    required property FolderActions folders
    property string key

    signal sheetRequested(string sheet, string key)

    title: qsTr("Folder")

    PopMenuItem {
        text: menu.folders.isFolder(menu.key) ? qsTr("New folder inside…") : qsTr("New folder…")
        iconName: "plus"
        shortcutText: qsTr("Insert")
        enabled: menu.folders.canCreateIn(menu.key)
        onTriggered: menu.sheetRequested("create", menu.key)
    }
    PopMenuItem {
        text: qsTr("Rename…")
        iconName: "pencil"
        shortcutText: qsTr("F2")
        enabled: menu.folders.canChange(menu.key)
        onTriggered: menu.sheetRequested("rename", menu.key)
    }
    PopMenuItem {
        text: qsTr("Delete…")
        iconName: "trash-2"
        shortcutText: qsTr("Delete")
        enabled: menu.folders.canChange(menu.key)
        onTriggered: menu.sheetRequested("delete", menu.key)
    }
    PopMenuLine { }
    PopMenuItem {
        readonly property bool subscribed: menu.visible && menu.folders.isSubscribed(menu.key)
        text: subscribed ? qsTr("Unsubscribe") : qsTr("Subscribe")
        iconName: subscribed ? "bookmark" : "check"
        enabled: menu.folders.isFolder(menu.key)
        onTriggered: menu.folders.setSubscribed(menu.key, !subscribed)
    }
}
