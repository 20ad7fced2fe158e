// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls

/// A titled box of settings.
ColumnLayout {
    id: root

    property string title
    default property alias body: column.data

    Layout.fillWidth: true
    spacing: Theme.gapS
    Accessible.role: Accessible.Grouping
    Accessible.name: title

    Words {
        text: root.title
        strong: true
        soft: true
    }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: column.implicitHeight + 2 * Theme.gapL
        radius: Theme.radiusL
        color: Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line
        ColumnLayout {
            id: column
            anchors.fill: parent
            anchors.margins: Theme.gapL
            spacing: Theme.gapM
        }
    }
}
