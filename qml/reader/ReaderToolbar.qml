// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.MessageList

/// The verbs for what is selected.
RowLayout {
    id: bar

    required property MessageCommands commands
    property bool canGoBack: false
    property bool roomy: true ///< room for the rarer verbs; the menu has them all

    property bool hasMessage: false

    signal backRequested()
    signal messageMenuRequested(Item under)

    spacing: Theme.gapXs

    component Verb: IconButton {
        required property Command command
        text: command.text
        iconName: command.iconName
        shortcutText: command.shortcutText
        enabled: command.enabled
        onClicked: command.trigger()
    }

    IconButton {
        visible: bar.canGoBack
        iconName: bar.LayoutMirroring.enabled ? "chevron-right" : "arrow-left"
        text: qsTr("Back to the list")
        onClicked: bar.backRequested()
    }
    Verb { command: bar.commands.reply }
    Verb { command: bar.commands.replyAll }
    Verb { command: bar.commands.forward }
    Rectangle {
        Layout.preferredWidth: Theme.hairline
        Layout.preferredHeight: Theme.iconLarge
        Layout.leftMargin: Theme.gapXs
        Layout.rightMargin: Theme.gapXs
        color: Theme.line
    }
    Verb { command: bar.commands.archive }
    Verb { command: bar.commands.trash }
    Verb { command: bar.commands.junk }
    Verb { command: bar.commands.move }
    Item { Layout.fillWidth: true }
    Verb {
        visible: bar.roomy
        command: bar.commands.flag
        iconName: bar.commands.actions.allFlagged ? "star-filled" : "star"
        tint: bar.commands.actions.allFlagged ? Theme.star : Theme.inkSoft
    }
    Verb {
        visible: bar.roomy
        command: bar.commands.read
    }
    IconButton {
        id: whole
        iconName: "file-text"
        text: qsTr("This message: find, size, save, source")
        enabled: bar.hasMessage
        onClicked: bar.messageMenuRequested(whole)
        Accessible.role: Accessible.ButtonMenu
    }
    IconButton {
        id: more
        iconName: "ellipsis"
        text: qsTr("More")
        onClicked: {
            menuLoader.active = true
            menuLoader.item.popup(more, 0, more.height)
        }
        Accessible.role: Accessible.ButtonMenu
        Loader {
            id: menuLoader
            active: false
            visible: false
            sourceComponent: MessageMenu {
                parent: more
                commands: bar.commands
            }
        }
    }
}
