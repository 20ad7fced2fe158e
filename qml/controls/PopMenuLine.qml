// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// Separates groups of a menu.
T.MenuSeparator {
    implicitWidth: 200
    implicitHeight: Theme.gapS + 1
    verticalPadding: Theme.gapXs
    contentItem: Rectangle {
        implicitHeight: Theme.hairline
        color: Theme.line
    }
}
