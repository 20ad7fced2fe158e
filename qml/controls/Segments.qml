// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// Two or three choices side by side, one taken.
Rectangle {
    id: root

    property string label
    property var choices: []
    property int current: 0

    signal chosen(int index)

    implicitWidth: row.implicitWidth + 4
    implicitHeight: Theme.controlHeight - 4
    radius: Theme.radiusM
    color: Theme.selectedQuiet
    Accessible.role: Accessible.Grouping
    Accessible.name: label

    Row {
        id: row
        anchors.centerIn: parent
        Repeater {
            model: root.choices
            T.AbstractButton {
                id: segment
                required property int index
                required property string modelData
                implicitWidth: words.implicitWidth + 2 * Theme.gapM
                implicitHeight: root.implicitHeight - 4
                checked: root.current === index
                focusPolicy: Qt.StrongFocus
                Accessible.role: Accessible.RadioButton
                Accessible.name: modelData
                Accessible.checkable: true
                Accessible.checked: checked
                Accessible.onPressAction: clicked()
                onClicked: root.chosen(index)
                Keys.onReturnPressed: clicked()
                contentItem: Words {
                    id: words
                    horizontalAlignment: Text.AlignHCenter
                    text: segment.modelData
                    font.pixelSize: Theme.textSmall
                    font.weight: segment.checked ? Font.DemiBold : Font.Normal
                    soft: !segment.checked
                    Accessible.ignored: true
                }
                background: Rectangle {
                    radius: Theme.radiusM - 1
                    color: segment.checked ? Theme.raised : segment.hovered ? Theme.hover : "transparent"
                    border.width: segment.checked ? Theme.hairline : 0
                    border.color: Theme.line
                    FocusRing {
                        target: segment
                        distance: 0
                    }
                }
            }
        }
    }
}
