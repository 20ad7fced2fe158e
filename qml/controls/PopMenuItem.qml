// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// A line of a menu with its keys.
T.MenuItem {
    id: item

    property string iconName: action && action.iconName ? action.iconName : ""
    property string shortcutText: action && action.shortcutText ? action.shortcutText : ""
    readonly property color tint: enabled ? Theme.ink : Theme.inkFaint

    implicitWidth: 244
    implicitHeight: Theme.controlHeight - 2
    Accessible.role: Accessible.MenuItem
    Accessible.name: text
    Accessible.description: shortcutText

    contentItem: Item {
        Icon {
            id: icon
            x: item.mirrored ? parent.width - width - Theme.gapS : Theme.gapS
            anchors.verticalCenter: parent.verticalCenter
            name: item.iconName
            color: item.enabled ? Theme.inkSoft : Theme.lineStrong
        }
        Words {
            anchors.fill: parent
            anchors.leftMargin: Theme.icon + 2 * Theme.gapS
            anchors.rightMargin: keys.implicitWidth + Theme.gapL
            horizontalAlignment: Text.AlignLeft
            text: item.text
            color: item.tint
            Accessible.ignored: true
        }
        Icon {
            visible: item.subMenu !== null
            x: item.mirrored ? Theme.gapS : parent.width - width - Theme.gapS
            anchors.verticalCenter: parent.verticalCenter
            name: item.mirrored ? "arrow-left" : "chevron-right"
            size: Theme.iconSmall
            color: Theme.inkFaint
        }
        Words {
            id: keys
            x: item.mirrored ? Theme.gapS : parent.width - width - Theme.gapS
            height: parent.height
            text: item.shortcutText
            faint: true
            font.pixelSize: Theme.textSmall
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radiusS
        color: item.highlighted && item.enabled ? Theme.hover : "transparent"
    }
}
