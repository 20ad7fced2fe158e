// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Theme

/// Something is under way and cannot say how far.
Icon {
    property bool running: true

    name: "loader-circle"
    color: Theme.accent
    Accessible.ignored: false
    Accessible.role: Accessible.Indicator
    Accessible.name: qsTr("Working")

    RotationAnimator on rotation {
        running: true
        from: 0
        to: 360
        duration: 900
        loops: Animation.Infinite
    }
}
