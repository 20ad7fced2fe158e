// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme

/// A strip that says something about what is below it.
Rectangle {
    id: root

    property alias iconName: icon.name
    property alias text: words.text
    property alias hint: hint.text
    property alias actionText: action.text
    property string tone: "info" ///< "info", "warning" or "danger"
    readonly property color tint: tone === "danger" ? Theme.danger : tone === "warning" ? Theme.warning : Theme.accent

    signal triggered()

    implicitHeight: row.implicitHeight + 2 * Theme.gapS
    radius: Theme.radiusM
    color: tone === "danger" ? Theme.dangerSoft : tone === "warning" ? Theme.warningSoft : Theme.accentSoft
    Accessible.role: Accessible.Note
    Accessible.name: text

    RowLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: Theme.gapM
        anchors.rightMargin: Theme.gapM
        spacing: Theme.gapS
        Icon {
            id: icon
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.gapXs + 6
            name: "info"
            color: root.tint
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.topMargin: Theme.gapXs
            Layout.bottomMargin: Theme.gapXs
            spacing: Theme.gapXs
            Paragraph {
                id: words
                Layout.fillWidth: true
                lineHeight: 1.25
            }
            Paragraph {
                id: hint
                Layout.fillWidth: true
                visible: text !== ""
                soft: true
                font.pixelSize: Theme.textSmall
                lineHeight: 1.25
            }
        }
        LinkButton {
            id: action
            visible: text !== ""
            onClicked: root.triggered()
        }
    }
}
