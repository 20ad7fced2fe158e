// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Theme

/// The visible place of the keyboard focus, around its parent.
Rectangle {
    required property Item target
    property int distance: Theme.focusWidth

    anchors.fill: parent
    anchors.margins: -distance
    visible: target.visualFocus ?? target.activeFocus
    color: "transparent"
    radius: Theme.radiusM + distance
    border.width: Theme.focusWidth
    border.color: Theme.focus
}
