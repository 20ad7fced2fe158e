// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls

/// One account with what can be changed about it.
RowLayout {
    id: line

    required property string key
    required property string email
    required property string sentence
    required property string iconName
    required property bool troubled

    signal editRequested()
    signal removeRequested()

    Layout.fillWidth: true
    spacing: Theme.gapM

    Avatar {
        letters: line.email.slice(0, 1).toUpperCase()
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: 2
        Words {
            Layout.fillWidth: true
            text: line.email
            strong: true
            elide: Text.ElideMiddle
            horizontalAlignment: Text.AlignLeft
        }
        Words {
            Layout.fillWidth: true
            text: line.sentence
            color: line.troubled ? Theme.warning : Theme.inkSoft
            font.pixelSize: Theme.textSmall
            horizontalAlignment: Text.AlignLeft
        }
    }
    PushButton {
        text: qsTr("Edit…")
        Accessible.name: qsTr("Edit %1").arg(line.email)
        onClicked: line.editRequested()
    }
    PushButton {
        text: qsTr("Remove…")
        Accessible.name: qsTr("Remove %1").arg(line.email)
        onClicked: line.removeRequested()
    }
}
