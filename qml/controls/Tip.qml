// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// A word about the control under the pointer or the focus.
T.ToolTip {
    id: tip

    x: parent ? Math.round((parent.width - implicitWidth) / 2) : 0
    y: parent ? parent.height + Theme.gapXs : 0
    implicitWidth: label.implicitWidth + leftPadding + rightPadding
    implicitHeight: label.implicitHeight + topPadding + bottomPadding
    horizontalPadding: Theme.gapS
    verticalPadding: Theme.gapXs
    margins: Theme.gapXs
    delay: Theme.tipDelay
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent | T.Popup.CloseOnReleaseOutsideParent

    contentItem: Words {
        id: label
        text: tip.text
        color: Theme.dark ? Theme.ink : Theme.surface
        font.pixelSize: Theme.textSmall
    }
    background: Rectangle {
        radius: Theme.radiusS
        color: Theme.dark ? Theme.pressed : Theme.ink
    }
}
