// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// The line between two panes; wider to the pointer than to the eye.
Rectangle {
    id: handle

    implicitWidth: Theme.hairline
    color: T.SplitHandle.pressed ? Theme.accent : T.SplitHandle.hovered ? Theme.lineStrong : Theme.line
    containmentMask: Item {
        x: -Theme.gapXs
        width: Theme.gapS + handle.width
        height: handle.height
    }
}
