// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// Mails that are being written; Enter goes on with one.
Rectangle {
    id: page

    required property AppViewModel app

    color: Theme.surface
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Drafts on this computer")

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        Words {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.headerHeight
            leftPadding: Theme.gapXl
            rightPadding: Theme.gapXl
            horizontalAlignment: Text.AlignLeft
            text: qsTr("Drafts on this computer")
            strong: true
            font.pixelSize: Theme.textTitle
            Accessible.role: Accessible.Heading
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.hairline
            color: Theme.line
        }
        ListView {
            id: list
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            highlightMoveDuration: 0
            model: page.app.drafts
            T.ScrollBar.vertical: ScrollMark { }
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Drafts on this computer")
            Keys.onReturnPressed: if (currentItem) page.app.openDraft(currentItem.key)
            Keys.onDeletePressed: if (currentItem) discardSheet.ask(currentItem.key)

            delegate: T.ItemDelegate {
                id: entry

                required property int index
                required property string key
                required property string subject
                required property string recipients
                required property string preview
                required property string date
                required property bool attachment
                required property string description

                width: ListView.view.width
                implicitHeight: Theme.messageRow
                focusPolicy: Qt.NoFocus
                onClicked: {
                    list.currentIndex = index
                    page.app.openDraft(key)
                }
                Accessible.role: Accessible.ListItem
                Accessible.name: description
                Accessible.focused: ListView.isCurrentItem && list.activeFocus
                Accessible.onPressAction: clicked()

                background: Rectangle {
                    anchors.fill: parent
                    anchors.leftMargin: Theme.gapM
                    anchors.rightMargin: Theme.gapM
                    anchors.topMargin: 1
                    anchors.bottomMargin: 1
                    radius: Theme.radiusM
                    color: entry.ListView.isCurrentItem && list.activeFocus ? Theme.selected : entry.hovered ? Theme.hover : "transparent"
                }
                contentItem: RowLayout {
                    spacing: Theme.gapM
                    ColumnLayout {
                        Layout.fillWidth: true
                        Layout.leftMargin: Theme.gapXl
                        spacing: 1
                        Words {
                            Layout.fillWidth: true
                            text: entry.subject
                            strong: true
                            font.pixelSize: Theme.textLead
                            Accessible.ignored: true
                        }
                        Words {
                            Layout.fillWidth: true
                            text: entry.recipients
                            soft: true
                            elide: Text.ElideMiddle
                            Accessible.ignored: true
                        }
                        Words {
                            Layout.fillWidth: true
                            text: entry.preview === "" ? " " : entry.preview
                            faint: true
                            font.pixelSize: Theme.textSmall
                            Accessible.ignored: true
                        }
                    }
                    Icon {
                        visible: entry.attachment
                        name: "paperclip"
                        size: Theme.iconSmall
                        color: Theme.inkFaint
                    }
                    Words {
                        text: entry.date
                        faint: true
                        font.pixelSize: Theme.textSmall
                        Accessible.ignored: true
                    }
                    IconButton {
                        Layout.rightMargin: Theme.gapXl
                        iconName: "trash-2"
                        text: qsTr("Discard the draft")
                        onClicked: discardSheet.ask(entry.key)
                    }
                }
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.gapXl
        visible: page.app.drafts.count === 0
        iconName: "square-pen"
        title: qsTr("No drafts")
        text: qsTr("What you write is saved here while you type. Close a message at any time and go on later.")
        actionText: qsTr("Write a message")
        onTriggered: page.app.compose()
    }
    Sheet {
        id: discardSheet
        property string draft
        title: qsTr("Discard this draft?")

        function ask(key: string) {
            draft = key
            open()
        }

        Paragraph {
            Layout.fillWidth: true
            text: qsTr("The text and its attachments are deleted from this computer. There is no way back.")
            soft: true
        }
        RowLayout {
            Layout.fillWidth: true
            Item { Layout.fillWidth: true }
            PushButton {
                text: qsTr("Keep it")
                focus: true
                onClicked: discardSheet.close()
            }
            PushButton {
                destructive: true
                text: qsTr("Discard")
                onClicked: {
                    page.app.drafts.remove(discardSheet.draft)
                    discardSheet.close()
                }
            }
        }
    }
}
