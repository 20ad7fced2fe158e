// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls

/// One message of the list.
T.ItemDelegate {
    id: row

    required property int index
    required property string sender
    required property string subject
    required property string preview
    required property string date
    required property bool unread
    required property bool flagged
    required property bool attachment
    required property string answer
    required property bool pending
    required property bool selected
    required property list<string> labels
    required property string description
    property bool listFocused: false

    signal picked(int modifiers)
    signal starred()
    signal menuRequested()

    implicitHeight: Theme.messageRow
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: description
    Accessible.selectable: true
    Accessible.selected: selected
    Accessible.focusable: true
    Accessible.focused: ListView.isCurrentItem && listFocused
    Accessible.onPressAction: picked(Qt.NoModifier)

    TapHandler {
        acceptedModifiers: Qt.NoModifier
        onTapped: row.picked(Qt.NoModifier)
    }
    TapHandler {
        acceptedModifiers: Qt.ControlModifier
        onTapped: row.picked(Qt.ControlModifier)
    }
    TapHandler {
        acceptedModifiers: Qt.ShiftModifier
        onTapped: row.picked(Qt.ShiftModifier)
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: {
            if (!row.selected)
                row.picked(Qt.NoModifier)
            row.menuRequested()
        }
    }

    background: Item {
        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: Theme.gapXs
            anchors.rightMargin: Theme.gapXs
            anchors.topMargin: 1
            anchors.bottomMargin: 1
            radius: Theme.radiusM
            color: row.selected ? (row.listFocused ? Theme.selected : Theme.selectedQuiet) : row.hovered ? Theme.hover : "transparent"
            border.width: row.ListView.isCurrentItem && row.listFocused ? Theme.hairline : 0
            border.color: Theme.focus
        }
        Rectangle {
            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: Theme.gapXl + Theme.gapXs
            anchors.rightMargin: Theme.gapM
            height: Theme.hairline
            color: Theme.line
            opacity: row.selected ? 0 : 0.7
        }
    }

    contentItem: Item {
        Rectangle {
            id: dot
            x: row.mirrored ? parent.width - width - Theme.gapM : Theme.gapM
            y: Theme.gapM + 5
            width: Theme.gapS
            height: width
            radius: width / 2
            color: Theme.accent
            visible: row.unread
        }
        ColumnLayout {
            anchors.fill: parent
            anchors.leftMargin: Theme.gapXl + Theme.gapXs
            anchors.rightMargin: Theme.gapL
            anchors.topMargin: Theme.gapS
            anchors.bottomMargin: Theme.gapS
            spacing: 1

            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gapXs + 2
                Words {
                    Layout.fillWidth: true
                    text: row.sender
                    strong: row.unread
                    font.pixelSize: Theme.textLead
                    horizontalAlignment: Text.AlignLeft
                    Accessible.ignored: true
                }
                Icon {
                    visible: row.pending
                    name: "clock"
                    size: Theme.iconSmall
                    color: Theme.inkFaint
                }
                Icon {
                    visible: row.answer !== ""
                    name: row.answer
                    size: Theme.iconSmall
                    color: Theme.inkFaint
                }
                Icon {
                    visible: row.attachment
                    name: "paperclip"
                    size: Theme.iconSmall
                    color: Theme.inkFaint
                }
                Words {
                    text: row.date
                    faint: !row.unread
                    color: row.unread ? Theme.accent : Theme.inkFaint
                    font.pixelSize: Theme.textSmall
                    font.weight: row.unread ? Font.DemiBold : Font.Normal
                    Accessible.ignored: true
                }
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gapXs + 2
                Words {
                    Layout.fillWidth: true
                    text: row.subject
                    strong: row.unread
                    soft: !row.unread
                    Accessible.ignored: true
                }
                Icon {
                    id: star
                    name: row.flagged ? "star-filled" : "star"
                    size: Theme.iconSmall + 1
                    color: row.flagged ? Theme.star : Theme.inkFaint
                    opacity: row.flagged || row.hovered ? 1 : 0
                    TapHandler { onTapped: row.starred() }
                }
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gapXs
                Repeater {
                    // More would leave no room for the text; the reader shows all.
                    model: row.labels.slice(0, 2)
                    LabelChip {
                        required property string modelData
                        name: modelData
                        Accessible.ignored: true
                    }
                }
                Words {
                    Layout.fillWidth: true
                    text: row.preview === "" ? " " : row.preview
                    faint: true
                    font.pixelSize: Theme.textSmall
                    Accessible.ignored: true
                }
            }
        }
    }
}
