// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
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
    PopMenuLine { }
    PopMenuItem { action: menu.commands.flag }
    PopMenuItem { action: menu.commands.read }
}
