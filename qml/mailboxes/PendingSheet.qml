// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// Changes that are shown here and that a server has not done yet.
Sheet {
    id: sheet

    required property PendingActionsModel pending

    title: qsTr("Waiting for the server")
    onOpened: close.forceActiveFocus()

    Paragraph {
        Layout.fillWidth: true
        visible: list.count === 0
        text: qsTr("Nothing is waiting: every change has reached its server.")
        soft: true
    }
    ListView {
        id: list
        Layout.fillWidth: true
        Layout.preferredHeight: Math.min(contentHeight, Theme.messageRow * 5)
        Layout.fillHeight: true
        visible: count > 0
        clip: true
        model: sheet.pending
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollMark { }
        Accessible.role: Accessible.List
        Accessible.name: sheet.title
        delegate: Item {
            id: entry
            required property string key
            required property string sentence
            required property string detail
            required property bool troubled
            required property string description
            width: ListView.view.width
            height: line.implicitHeight + Theme.gapM
            Accessible.role: Accessible.ListItem
            Accessible.name: description
            RowLayout {
                id: line
                anchors.fill: parent
                spacing: Theme.gapM
                Icon {
                    name: entry.troubled ? "triangle-alert" : "clock"
                    color: entry.troubled ? Theme.warning : Theme.inkFaint
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 2
                    Words {
                        Layout.fillWidth: true
                        text: entry.sentence
                        elide: Text.ElideMiddle
                        horizontalAlignment: Text.AlignLeft
                        Accessible.ignored: true
                    }
                    Words {
                        Layout.fillWidth: true
                        text: entry.detail
                        faint: true
                        font.pixelSize: Theme.textSmall
                        elide: Text.ElideMiddle
                        horizontalAlignment: Text.AlignLeft
                        Accessible.ignored: true
                    }
                }
                IconButton {
                    iconName: "undo-2"
                    text: qsTr("Forget this change: %1").arg(entry.sentence)
                    onClicked: sheet.pending.drop(entry.key)
                }
            }
        }
    }
    RowLayout {
        Layout.fillWidth: true
        Item { Layout.fillWidth: true }
        PushButton {
            id: close
            text: qsTr("Close")
            onClicked: sheet.close()
        }
        PushButton {
            primary: true
            enabled: list.count > 0
            text: qsTr("Try now")
            onClicked: sheet.pending.retry()
        }
    }
}
