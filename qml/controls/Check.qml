// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// A box to tick.
T.CheckBox {
    id: box

    implicitWidth: indicator.width + Theme.gapS + label.implicitWidth
    implicitHeight: Math.max(Theme.iconLarge + Theme.gapXs, label.implicitHeight)
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: checked
    Accessible.onToggleAction: toggle()
    Accessible.onPressAction: toggle()

    indicator: Rectangle {
        width: Theme.icon
        height: Theme.icon
        y: Math.round((box.height - height) / 2)
        x: box.mirrored ? box.width - width : 0
        radius: Theme.radiusS
        color: box.checked ? Theme.accent : Theme.surface
        border.width: box.checked ? 0 : Theme.hairline
        border.color: box.hovered ? Theme.inkFaint : Theme.lineStrong
        Icon {
            anchors.centerIn: parent
            visible: box.checked
            name: "check"
            size: 12
            color: Theme.inkOnAccent
        }
        FocusRing { target: box }
    }
    contentItem: Words {
        id: label
        leftPadding: box.mirrored ? 0 : Theme.icon + Theme.gapS
        rightPadding: box.mirrored ? Theme.icon + Theme.gapS : 0
        text: box.text
        Accessible.ignored: true
    }
}
