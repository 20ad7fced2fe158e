// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// A slim scroll bar that steps back while nobody scrolls.
T.ScrollBar {
    id: bar

    implicitWidth: Theme.gapS + 2
    implicitHeight: Theme.gapS + 2
    padding: 2
    visible: size < 1
    minimumSize: 0.06
    Accessible.role: Accessible.ScrollBar
    Accessible.name: qsTr("Scroll bar")

    contentItem: Rectangle {
        implicitWidth: Theme.gapS - 2
        implicitHeight: Theme.gapS - 2
        radius: width / 2
        color: bar.pressed ? Theme.inkFaint : Theme.lineStrong
        opacity: bar.active || bar.hovered ? 1 : 0.45
        Behavior on opacity { NumberAnimation { duration: Theme.quick } }
    }
}
