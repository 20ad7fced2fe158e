// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQml.Models
import Fulmar.Controls

/// All verbs for the selected messages with their keys.
PopMenu {
    id: menu

    required property MessageCommands commands

    title: qsTr("Message")

    PopMenuItem { action: menu.commands.reply }
    PopMenuItem { action: menu.commands.replyAll }
    PopMenuItem { action: menu.commands.forward }
    PopMenuLine { }
    PopMenuItem { action: menu.commands.archive }
    PopMenuItem { action: menu.commands.trash }
    PopMenuItem { action: menu.commands.junk }
    PopMenuItem { action: menu.commands.move }
    PopMenuItem { action: menu.commands.copy }
    PopMenuLine { }
    PopMenuItem { action: menu.commands.flag }
    PopMenuItem { action: menu.commands.read }
    PopMenu {
        id: tags
        title: qsTr("Tags")
        enabled: menu.commands.actions.enabled
        Instantiator {
            model: 5
            delegate: PopMenuItem {
                required property int index
                text: menu.commands.actions.tagName(index)
                iconName: menu.visible && menu.commands.actions.allTagged(index) ? "check" : ""
                shortcutText: index + 1
                onTriggered: menu.commands.actions.toggleTag(index)
            }
            onObjectAdded: (index, object) => tags.insertItem(index, object)
            onObjectRemoved: (index, object) => tags.removeItem(object)
        }
    }
    PopMenuLine { }
    PopMenuItem { action: menu.commands.undo }
}
