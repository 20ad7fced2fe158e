// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// Accounts and folders, with "Compose" above and what is going on below.
Rectangle {
    id: pane

    required property AppViewModel app
    required property T.Action composeAction
    property bool narrow: false
    property alias tree: tree

    signal settingsRequested()
    signal passwordRequested(string account)
    signal outboxRequested()
    signal folderSheetRequested(string sheet, string key)
    signal pendingRequested()

    color: Theme.sidebar
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Mailboxes")

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        Item {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.headerHeight
            PushButton {
                visible: !pane.narrow
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.margins: Theme.gapM
                anchors.verticalCenter: parent.verticalCenter
                primary: true
                iconName: "square-pen"
                action: pane.composeAction
                tip: qsTr("C or Ctrl+N")
            }
            IconButton {
                visible: pane.narrow
                anchors.centerIn: parent
                iconName: "square-pen"
                tint: Theme.accent
                iconSize: Theme.iconLarge
                action: pane.composeAction
                shortcutText: qsTr("C or Ctrl+N")
            }
        }
        ListView {
            id: tree

            property int cursor: pane.app.mailboxes.currentRow

            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            highlightMoveDuration: 0
            keyNavigationEnabled: false
            model: pane.app.mailboxes
            currentIndex: cursor
            T.ScrollBar.vertical: ScrollMark { }
            Accessible.role: Accessible.Tree
            Accessible.name: qsTr("Mailboxes")

            delegate: MailboxRowDelegate {
                width: ListView.view.width
                narrow: pane.narrow
                current: pane.app.mailboxes.currentRow === index
                treeFocused: tree.activeFocus
                onOpened: {
                    tree.cursor = index
                    tree.forceActiveFocus()
                    pane.app.mailboxes.open(key)
                }
                onToggled: pane.app.mailboxes.toggleExpanded(key)
                onMenuRequested: {
                    if (!pane.app.folderActions.isFolder(key) && !pane.app.folderActions.canCreateIn(key))
                        return
                    tree.cursor = index
                    pane.contextMenu(key).popup()
                }
            }
            Connections {
                target: pane.app.mailboxes
                function onCurrentChanged() { tree.cursor = pane.app.mailboxes.currentRow }
            }

            function go(steps: int) {
                cursor = Math.max(0, Math.min(count - 1, cursor + steps))
                if (currentItem && currentItem.selectable)
                    pane.app.mailboxes.open(currentItem.key)
            }
            Keys.onPressed: event => {
                if (!currentItem) return
                const key = currentItem.key
                event.accepted = true
                if (event.key === Qt.Key_Menu) pane.contextMenu(key).popup(currentItem, Theme.gapXl, Theme.gapXl)
                else if (event.key === Qt.Key_F2 && pane.app.folderActions.canChange(key)) pane.folderSheetRequested("rename", key)
                else if (event.key === Qt.Key_Delete && pane.app.folderActions.canChange(key)) pane.folderSheetRequested("delete", key)
                else if (event.key === Qt.Key_Insert && pane.app.folderActions.canCreateIn(key)) pane.folderSheetRequested("create", key)
                else event.accepted = false
            }
            Keys.onUpPressed: go(-1)
            Keys.onDownPressed: go(1)
            Keys.onReturnPressed: if (currentItem) currentItem.clicked()
            Keys.onSpacePressed: if (currentItem) currentItem.clicked()
            Keys.onLeftPressed: if (currentItem && currentItem.expandable && currentItem.expanded) currentItem.toggled()
            Keys.onRightPressed: if (currentItem && currentItem.expandable && !currentItem.expanded) currentItem.toggled()
        }
        StatusStrip {
            Layout.fillWidth: true
            app: pane.app
            narrow: pane.narrow
            onSettingsRequested: pane.settingsRequested()
            onPasswordRequested: account => pane.passwordRequested(account)
            onOutboxRequested: pane.app.mailboxes.open("outbox")
            onPendingRequested: pane.pendingRequested()
        }
    }

    // Made when it is first asked for.
    function contextMenu(key: string): FolderMenu {
        menuLoader.active = true
        menuLoader.item.key = key
        return menuLoader.item
    }
    Loader {
        id: menuLoader
        active: false
        sourceComponent: FolderMenu {
            parent: pane
            folders: pane.app.folderActions
            onSheetRequested: (sheet, key) => pane.folderSheetRequested(sheet, key)
        }
    }
}
