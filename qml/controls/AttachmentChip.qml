// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// One file: its kind, name, size and the one thing to do with it.
T.AbstractButton {
    id: chip

    required property string key
    required property string name
    required property string fileName
    required property string iconName
    required property string size
    property string actionName
    property string actionIcon
    property int maximumWidth: 320

    signal triggered()

    implicitHeight: Theme.controlHeight + Theme.gapXs
    implicitWidth: Math.min(maximumWidth, icon.width + label.implicitWidth + bytes.implicitWidth + act.width + 4 * Theme.gapS + Theme.gapM)
    focusPolicy: Qt.StrongFocus
    onClicked: triggered()
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("%1 %2, %3").arg(actionName).arg(name).arg(size)
    Accessible.onPressAction: clicked()
    Keys.onReturnPressed: clicked()

    contentItem: Item {
        Icon {
            id: icon
            x: chip.mirrored ? parent.width - width - Theme.gapM : Theme.gapM
            anchors.verticalCenter: parent.verticalCenter
            name: chip.iconName
            color: Theme.accent
        }
        Words {
            id: label
            anchors.fill: parent
            anchors.leftMargin: icon.width + Theme.gapM + Theme.gapS
            anchors.rightMargin: bytes.implicitWidth + act.width + 3 * Theme.gapS
            horizontalAlignment: Text.AlignLeft
            text: chip.name
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
        Words {
            id: bytes
            x: chip.mirrored ? act.width + 2 * Theme.gapS : parent.width - width - act.width - 2 * Theme.gapS
            height: parent.height
            text: chip.size
            faint: true
            font.pixelSize: Theme.textSmall
            Accessible.ignored: true
        }
        Icon {
            id: act
            x: chip.mirrored ? Theme.gapS : parent.width - width - Theme.gapS
            anchors.verticalCenter: parent.verticalCenter
            name: chip.actionIcon
            size: Theme.iconSmall
            color: chip.hovered || chip.visualFocus ? Theme.accent : Theme.inkFaint
        }
    }
    background: Rectangle {
        radius: Theme.radiusM
        color: chip.down ? Theme.pressed : chip.hovered ? Theme.hover : Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line
        FocusRing { target: chip }
    }
    Tip {
        text: chip.actionName
        visible: chip.hovered
    }
}
