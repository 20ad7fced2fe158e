// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// How far something is.
T.ProgressBar {
    id: bar

    implicitHeight: Theme.gapXs
    Accessible.role: Accessible.ProgressBar

    contentItem: Item {
        Rectangle {
            width: parent.width * bar.visualPosition
            height: parent.height
            radius: height / 2
            color: Theme.accent
        }
    }
    background: Rectangle {
        radius: height / 2
        color: Theme.line
    }
}
