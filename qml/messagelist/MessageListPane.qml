// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// The messages of the chosen folder.
Rectangle {
    id: pane

    required property AppViewModel app
    required property MessageCommands commands
    readonly property MessageListModel messages: app.messages
    property alias list: list

    signal placePickerRequested()
    signal openRequested()
    signal rowClicked()

    color: Theme.list
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Messages")

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.headerHeight
            Layout.maximumHeight: Theme.headerHeight
            Layout.leftMargin: Theme.gapL
            Layout.rightMargin: Theme.gapS
            spacing: Theme.gapXs
            Words {
                Layout.fillWidth: true
                text: pane.app.mailboxes.currentName
                strong: true
                font.pixelSize: Theme.textTitle
                elide: Text.ElideMiddle
                Accessible.role: Accessible.Heading
            }
            Words {
                visible: pane.messages.selectedCount > 1
                text: qsTr("%1 selected").arg(pane.messages.selectedCount)
                soft: true
                font.pixelSize: Theme.textSmall
                rightPadding: Theme.gapXs
            }
            IconButton {
                text: qsTr("Show unread messages only")
                iconName: "mail"
                checkable: true
                checked: pane.messages.unreadOnly
                onClicked: pane.messages.unreadOnly = checked
            }
            IconButton {
                text: qsTr("Get new mail")
                shortcutText: "F5"
                iconName: "refresh-cw"
                onClicked: pane.app.synchronise()
            }
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.hairline
            color: Theme.line
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            ListView {
                id: list

                anchors.fill: parent
                clip: true
                activeFocusOnTab: true
                boundsBehavior: Flickable.StopAtBounds
                reuseItems: true
                cacheBuffer: Theme.messageRow * 4
                highlightMoveDuration: 0
                keyNavigationEnabled: false
                model: pane.messages
                currentIndex: pane.messages.currentRow
                section.property: "section"
                section.delegate: Words {
                    required property string section
                    width: ListView.view.width
                    height: Theme.controlHeight
                    leftPadding: Theme.gapXl + Theme.gapXs
                    rightPadding: Theme.gapL
                    verticalAlignment: Text.AlignBottom
                    bottomPadding: Theme.gapXs
                    horizontalAlignment: Text.AlignLeft
                    text: section
                    faint: true
                    font.pixelSize: Theme.textSmall
                    font.weight: Font.DemiBold
                }
                T.ScrollBar.vertical: ScrollMark { }
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Messages in %1").arg(pane.app.mailboxes.currentName)

                delegate: MessageRowDelegate {
                    width: ListView.view.width
                    listFocused: list.activeFocus
                    onPicked: modifiers => {
                        list.forceActiveFocus()
                        if (modifiers & Qt.ControlModifier)
                            pane.messages.toggle(index)
                        else if (modifiers & Qt.ShiftModifier)
                            pane.messages.extendTo(index)
                        else
                            pane.messages.select(index)
                        if (modifiers === Qt.NoModifier)
                            pane.rowClicked()
                    }
                    onDoubleClicked: pane.openRequested()
                    onStarred: pane.app.actions.toggleFlagOf(index)
                    onMenuRequested: pane.contextMenu().popup()
                }

                Keys.onPressed: event => {
                    event.accepted = true
                    const extend = (event.modifiers & Qt.ShiftModifier) !== 0
                    const page = Math.max(1, Math.floor(height / Theme.messageRow) - 1)
                    if (event.key === Qt.Key_Down) pane.messages.step(1, extend)
                    else if (event.key === Qt.Key_Up) pane.messages.step(-1, extend)
                    else if (event.key === Qt.Key_PageDown) pane.messages.step(page, extend)
                    else if (event.key === Qt.Key_PageUp) pane.messages.step(-page, extend)
                    else if (event.key === Qt.Key_Home) pane.messages.step(-count, extend)
                    else if (event.key === Qt.Key_End) pane.messages.step(count, extend)
                    else if (event.key === Qt.Key_Delete || event.key === Qt.Key_Backspace) pane.commands.trash.trigger()
                    else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) pane.openRequested()
                    else if (event.matches(StandardKey.SelectAll)) pane.messages.selectAll()
                    else if (event.key === Qt.Key_Menu) pane.contextMenu().popup(list.currentItem, Theme.gapXl, Theme.gapXl)
                    else if (event.modifiers & (Qt.ControlModifier | Qt.AltModifier)) event.accepted = false
                    else event.accepted = pane.takeLetter(event.text.toLowerCase())
                }
            }
            EmptyState {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.gapXl
                visible: pane.messages.state === MessageListModel.Empty
                iconName: pane.messages.unreadOnly ? "mail-open" : "inbox"
                title: pane.messages.unreadOnly ? qsTr("All read") : qsTr("Nothing here")
                text: pane.messages.unreadOnly ? qsTr("There is no unread message in this folder.")
                                               : qsTr("This folder has no messages. New ones appear here by themselves.")
                actionText: pane.messages.unreadOnly ? qsTr("Show all messages") : ""
                onTriggered: pane.messages.unreadOnly = false
            }
            EmptyState {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.gapXl
                visible: pane.messages.state === MessageListModel.Failed
                iconName: "circle-alert"
                title: qsTr("This folder cannot be shown")
                text: pane.messages.errorText
                actionText: qsTr("Try again")
                onTriggered: pane.messages.reload()
            }
        }
    }

    function takeLetter(letter: string): bool {
        if (letter === "j") messages.step(1)
        else if (letter === "k") messages.step(-1)
        else if (letter === "x") messages.toggle(messages.currentRow)
        else if (letter === "c") app.compose()
        else if (letter === "/" || letter === "g") placePickerRequested()
        else if (letter === "o") openRequested()
        else return commands.takeKey(letter)
        return true
    }

    // Made when it is first asked for: eleven drawings that the first list does not need.
    function contextMenu(): MessageMenu {
        menuLoader.active = true
        return menuLoader.item
    }
    Loader {
        id: menuLoader
        active: false
        sourceComponent: MessageMenu {
            parent: pane
            commands: pane.commands
        }
    }
}
