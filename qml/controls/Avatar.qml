// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Theme

/// The first letters of a name. Nothing is ever fetched for it.
Rectangle {
    property alias letters: letters.text

    implicitWidth: Theme.avatar
    implicitHeight: Theme.avatar
    radius: width / 2
    color: Theme.accentSoft
    Accessible.ignored: true

    Words {
        id: letters
        anchors.centerIn: parent
        color: Theme.accent
        font.weight: Font.DemiBold
        Accessible.ignored: true
    }
}
