// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Theme

/// A surface above the others, with a soft edge instead of a costly blur.
Rectangle {
    id: card

    radius: Theme.radiusL
    color: Theme.raised
    border.width: Theme.hairline
    border.color: Theme.dark ? Theme.lineStrong : Theme.line

    Repeater {
        model: 4
        Rectangle {
            required property int index
            anchors.fill: parent
            anchors.margins: -index - 1
            anchors.topMargin: -index + 1
            anchors.bottomMargin: -index * 2 - 2
            z: -1
            radius: card.radius + index + 1
            color: Theme.shadow
            opacity: 0.22 - index * 0.05
        }
    }
}
