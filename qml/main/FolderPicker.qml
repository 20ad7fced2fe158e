// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// Choose a folder by typing a part of its name.
Sheet {
    id: sheet

    required property FolderPickerModel model

    signal picked(string key)

    onOpened: {
        filter.text = ""
        list.currentIndex = 0
        filter.forceActiveFocus()
    }
    function take(index: int) {
        const key = model.keyAt(index)
        if (key === "")
            return
        close()
        picked(key)
    }

    Field {
        id: filter
        Layout.fillWidth: true
        placeholderText: qsTr("Type a folder's name")
        onTextEdited: {
            sheet.model.filter = text
            list.currentIndex = 0
        }
        Keys.onDownPressed: list.incrementCurrentIndex()
        Keys.onUpPressed: list.decrementCurrentIndex()
        onAccepted: sheet.take(list.currentIndex)
    }
    ListView {
        id: list
        Layout.fillWidth: true
        Layout.preferredHeight: Theme.treeRow * 9
        Layout.fillHeight: true
        clip: true
        model: sheet.model
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        T.ScrollBar.vertical: ScrollMark { }
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Folders")
        delegate: T.ItemDelegate {
            id: row
            required property int index
            required property string name
            required property string detail
            required property string iconName
            width: ListView.view.width
            implicitHeight: Theme.treeRow
            focusPolicy: Qt.NoFocus
            onClicked: sheet.take(index)
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1, %2").arg(name).arg(detail)
            Accessible.selected: ListView.isCurrentItem
            Accessible.onPressAction: clicked()
            background: Rectangle {
                radius: Theme.radiusM
                color: row.ListView.isCurrentItem ? Theme.selected : row.hovered ? Theme.hover : "transparent"
            }
            contentItem: RowLayout {
                spacing: Theme.gapS + 2
                Icon {
                    Layout.leftMargin: Theme.gapS
                    name: row.iconName
                }
                Words {
                    text: row.name
                    Accessible.ignored: true
                }
                Words {
                    Layout.fillWidth: true
                    Layout.rightMargin: Theme.gapM
                    visible: row.detail !== row.name
                    text: row.detail
                    faint: true
                    elide: Text.ElideMiddle
                    font.pixelSize: Theme.textSmall
                    horizontalAlignment: Text.AlignLeft
                    Accessible.ignored: true
                }
            }
        }
        Words {
            anchors.centerIn: parent
            visible: list.count === 0
            text: qsTr("No folder has that name")
            faint: true
        }
    }
}
