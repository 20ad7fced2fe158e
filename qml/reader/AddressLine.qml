// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls

/// Recipients on one line; opens to all of them.
T.AbstractButton {
    id: line

    property string title
    property string addresses
    property bool warning: false
    property bool open: false

    Layout.fillWidth: true
    visible: addresses !== ""
    implicitHeight: words.implicitHeight
    enabled: words.truncated || open
    focusPolicy: Qt.StrongFocus
    onClicked: open = !open
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1: %2").arg(title).arg(addresses)
    Keys.onReturnPressed: clicked()

    contentItem: Words {
        id: words
        text: qsTr("%1: %2").arg(line.title).arg(line.addresses)
        color: line.warning ? Theme.warning : Theme.inkSoft
        font.pixelSize: Theme.textSmall
        wrapMode: line.open ? Text.Wrap : Text.NoWrap
        elide: line.open ? Text.ElideNone : Text.ElideRight
        horizontalAlignment: Text.AlignLeft
        Accessible.ignored: true
    }
    background: Item {
        FocusRing { target: line }
    }
}
