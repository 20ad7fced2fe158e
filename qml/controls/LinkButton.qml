// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// A button that reads as part of a text.
T.Button {
    id: button

    implicitWidth: label.implicitWidth
    implicitHeight: label.implicitHeight + 2 * Theme.gapXs
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Link
    Accessible.name: text
    Accessible.onPressAction: clicked()
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Words {
        id: label
        text: button.text
        color: button.hovered ? Theme.accentHover : Theme.accent
        font.weight: Font.Medium
        font.underline: button.hovered
        Accessible.ignored: true
    }
    background: Item {
        FocusRing { target: button }
    }
    HoverHandler { cursorShape: Qt.PointingHandCursor }
}
