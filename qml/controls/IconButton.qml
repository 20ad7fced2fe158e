// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// A button that is only a drawing; its `text` is told by the tooltip and to screen readers.
T.ToolButton {
    id: button

    property string iconName
    property color tint: Theme.inkSoft
    property string shortcutText
    property int iconSize: Theme.icon

    implicitWidth: Theme.controlHeight
    implicitHeight: Theme.controlHeight
    display: T.AbstractButton.IconOnly
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: shortcutText
    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.onPressAction: action ? action.trigger() : clicked()
    Keys.onReturnPressed: action ? action.trigger() : clicked()
    Keys.onEnterPressed: action ? action.trigger() : clicked()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: button.iconName
            size: button.iconSize
            color: button.checked ? Theme.accent : button.tint
            opacity: button.enabled ? 1 : 0.4
        }
    }
    background: Rectangle {
        radius: Theme.radiusM
        color: button.down ? Theme.pressed : button.hovered && button.enabled ? Theme.hover : button.checked ? Theme.accentSoft : "transparent"
        FocusRing {
            target: button
            distance: 0
        }
    }
    Tip {
        text: button.shortcutText === "" ? button.text : qsTr("%1 (%2)").arg(button.text).arg(button.shortcutText)
        visible: button.hovered || button.visualFocus
    }
}
