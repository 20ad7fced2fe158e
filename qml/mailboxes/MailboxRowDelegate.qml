// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// One line of the mailbox tree; a drawing alone where the tree is narrow.
T.ItemDelegate {
    id: row

    required property int index
    required property string key
    required property int kind
    required property string name
    required property string iconName
    required property int count
    required property int depth
    required property bool expandable
    required property bool expanded
    required property bool selectable
    required property string description
    property bool current: false
    property bool treeFocused: false
    property bool narrow: false
    readonly property bool head: kind === MailboxTreeModel.AccountHead

    signal opened()
    signal toggled()
    signal menuRequested()

    implicitHeight: head ? Theme.controlHeight + Theme.gapXs : Theme.treeRow
    focusPolicy: Qt.NoFocus
    onClicked: selectable ? opened() : toggled()
    Accessible.role: Accessible.TreeItem
    Accessible.name: description
    Accessible.selectable: selectable
    Accessible.selected: current
    Accessible.focusable: true
    Accessible.focused: ListView.isCurrentItem && treeFocused
    Accessible.onPressAction: clicked()

    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: row.menuRequested()
    }
    background: Item {
        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: Theme.gapS
            anchors.rightMargin: Theme.gapS
            visible: !row.head || row.ListView.isCurrentItem
            radius: Theme.radiusM
            color: row.current ? (row.treeFocused ? Theme.selected : Theme.selectedQuiet)
                               : row.hovered && !row.head ? Theme.hover : "transparent"
            border.width: row.ListView.isCurrentItem && row.treeFocused ? Theme.hairline : 0
            border.color: Theme.focus
        }
    }
    contentItem: Item {
        Item {
            visible: row.narrow
            anchors.fill: parent
            Rectangle {
                visible: row.head
                anchors.centerIn: parent
                width: Theme.gapXl
                height: Theme.hairline
                color: Theme.lineStrong
            }
            Icon {
                visible: !row.head
                anchors.centerIn: parent
                name: row.iconName
                color: row.current ? Theme.accent : Theme.inkSoft
            }
            Rectangle {
                visible: row.count > 0 && !row.head
                x: parent.width / 2 + 6
                y: 6
                width: Theme.gapS
                height: width
                radius: width / 2
                color: Theme.accent
                border.width: Theme.hairline
                border.color: Theme.sidebar
            }
        }
        Item {
            visible: !row.narrow
            anchors.fill: parent
            anchors.leftMargin: Theme.gapL
            anchors.rightMargin: Theme.gapL

            Icon {
                id: icon
                visible: !row.head
                x: row.mirrored ? parent.width - width - row.depth * Theme.gapL : row.depth * Theme.gapL
                anchors.verticalCenter: parent.verticalCenter
                name: row.iconName
                color: row.current ? Theme.accent : Theme.inkSoft
            }
            Words {
                anchors.fill: parent
                anchors.topMargin: row.head ? Theme.gapS : 0
                anchors.leftMargin: row.head ? 0 : row.depth * Theme.gapL + Theme.icon + Theme.gapS + 2
                anchors.rightMargin: trailing.width + Theme.gapS
                text: row.name
                faint: row.head
                font.pixelSize: row.head ? Theme.textSmall : Theme.textBody
                font.weight: row.head || row.current || (row.count > 0 && row.kind === MailboxTreeModel.Folder) ? Font.DemiBold : Font.Normal
                horizontalAlignment: Text.AlignLeft
                elide: Text.ElideMiddle
                Accessible.ignored: true
            }
            Row {
                id: trailing
                x: row.mirrored ? 0 : parent.width - width
                anchors.verticalCenter: parent.verticalCenter
                anchors.verticalCenterOffset: row.head ? Theme.gapXs : 0
                spacing: Theme.gapXs
                Words {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: row.count > 0
                    text: row.count > 9999 ? qsTr("9999+") : row.count
                    color: row.current ? Theme.accent : Theme.inkSoft
                    font.pixelSize: Theme.textSmall
                    font.weight: Font.DemiBold
                    Accessible.ignored: true
                }
                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: row.expandable && (!row.head || row.hovered || !row.expanded)
                    name: row.expanded ? "chevron-down" : "chevron-right"
                    size: Theme.iconSmall
                    color: Theme.inkFaint
                    TapHandler { onTapped: row.toggled() }
                }
            }
        }
    }
    Tip {
        text: row.description
        visible: row.narrow && !row.head && row.hovered
        x: row.width + Theme.gapXs
        y: Math.round((row.height - height) / 2)
    }
}
