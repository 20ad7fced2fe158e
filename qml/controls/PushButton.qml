// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// A button with words. `primary` for the one that the page is for, `destructive` for what cannot be undone.
T.Button {
    id: button

    property string iconName
    property bool primary: false
    property bool destructive: false
    property string tip
    readonly property color tint: !enabled ? Theme.inkFaint : primary ? Theme.inkOnAccent : destructive ? Theme.danger : Theme.ink

    implicitWidth: Math.ceil(row.implicitWidth) + leftPadding + rightPadding
    implicitHeight: Theme.controlHeight
    horizontalPadding: Theme.gapM
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: tip
    Accessible.onPressAction: action ? action.trigger() : clicked()
    Keys.onReturnPressed: action ? action.trigger() : clicked()
    Keys.onEnterPressed: action ? action.trigger() : clicked()

    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.gapS
            Icon {
                visible: button.iconName !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: button.iconName
                color: button.tint
            }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                text: button.text
                color: button.tint
                font.weight: Font.Medium
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusM
        opacity: button.enabled ? 1 : 0.6
        color: button.primary && button.enabled
               ? (button.down ? Theme.accentPressed : button.hovered ? Theme.accentHover : Theme.accent)
               : (button.down ? Theme.pressed : button.hovered ? Theme.hover : Theme.raised)
        border.width: button.primary && button.enabled ? 0 : Theme.hairline
        border.color: Theme.lineStrong
        FocusRing { target: button }
    }
    Tip {
        text: button.tip
        visible: button.tip !== "" && (button.hovered || button.visualFocus)
    }
}
