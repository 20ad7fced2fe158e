// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Window
import Fulmar.Theme

/// A drawing from the icon set in any colour, sharp on any screen. Decoration: the control around it has the name.
Image {
    property string name
    property color color: Theme.inkSoft
    property int size: Theme.icon

    width: size
    height: size
    sourceSize: Qt.size(Math.ceil(size * Screen.devicePixelRatio), Math.ceil(size * Screen.devicePixelRatio))
    source: name === "" ? "" : "image://icons/" + name + "/" + color.toString().slice(1)
    Accessible.ignored: true
}
