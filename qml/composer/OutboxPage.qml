// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// Mails on their way out: where each is, in words, and what can be done about it.
Rectangle {
    id: page

    required property OutboxModel outbox

    color: Theme.surface
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Outbox")

    function toneColor(tone: int): color {
        return tone === OutboxModel.Good ? Theme.good : tone === OutboxModel.Warning ? Theme.warning
             : tone === OutboxModel.Bad ? Theme.danger : tone === OutboxModel.Busy ? Theme.accent : Theme.inkSoft
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        Words {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.headerHeight
            leftPadding: Theme.gapXl
            rightPadding: Theme.gapXl
            horizontalAlignment: Text.AlignLeft
            text: qsTr("Outbox")
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
            model: page.outbox
            T.ScrollBar.vertical: ScrollMark { }
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Outbox")

            delegate: Item {
                id: entry

                required property string key
                required property string subject
                required property string recipients
                required property string stateName
                required property string explanation
                required property string serverText
                required property int tone
                required property bool canCancel
                required property bool canRetry
                required property string date
                required property string description
                required property bool canEdit
                required property bool isUnknown

                width: ListView.view.width
                implicitHeight: card.implicitHeight + 2 * Theme.gapL
                Accessible.role: Accessible.ListItem
                Accessible.name: description

                ColumnLayout {
                    id: card
                    x: Theme.gapXl
                    y: Theme.gapL
                    width: Math.min(parent.width - 2 * Theme.gapXl, Theme.readingWidth)
                    spacing: Theme.gapXs
                    RowLayout {
                        Layout.fillWidth: true
                        spacing: Theme.gapS
                        Rectangle {
                            implicitWidth: Theme.gapS
                            implicitHeight: Theme.gapS
                            radius: Theme.gapXs
                            color: page.toneColor(entry.tone)
                        }
                        Words {
                            text: entry.stateName
                            color: page.toneColor(entry.tone)
                            font.pixelSize: Theme.textSmall
                            font.weight: Font.DemiBold
                        }
                        Item { Layout.fillWidth: true }
                        Words {
                            text: entry.date
                            faint: true
                            font.pixelSize: Theme.textSmall
                        }
                    }
                    Words {
                        Layout.fillWidth: true
                        text: entry.subject
                        strong: true
                        font.pixelSize: Theme.textLead
                    }
                    Words {
                        Layout.fillWidth: true
                        text: entry.recipients
                        soft: true
                        elide: Text.ElideMiddle
                    }
                    Paragraph {
                        Layout.fillWidth: true
                        text: entry.explanation
                        soft: true
                    }
                    Rectangle {
                        Layout.fillWidth: true
                        Layout.topMargin: Theme.gapXs
                        visible: entry.serverText !== ""
                        implicitHeight: words.implicitHeight + 2 * Theme.gapS
                        radius: Theme.radiusM
                        color: Theme.list
                        border.width: Theme.hairline
                        border.color: Theme.line
                        Paragraph {
                            id: words
                            anchors.fill: parent
                            anchors.margins: Theme.gapS
                            text: qsTr("The server said: %1").arg(entry.serverText)
                            font.pixelSize: Theme.textSmall
                            soft: true
                            lineHeight: 1.3
                        }
                    }
                    RowLayout {
                        Layout.topMargin: Theme.gapXs
                        visible: entry.canRetry || entry.canCancel
                        spacing: Theme.gapS
                        PushButton {
                            visible: entry.canRetry
                            iconName: "refresh-cw"
                            text: entry.tone === OutboxModel.Warning || entry.tone === OutboxModel.Bad ? qsTr("Send again") : qsTr("Send now")
                            onClicked: page.outbox.retry(entry.key)
                        }
                        PushButton {
                            visible: entry.isUnknown
                            text: qsTr("It was sent")
                            onClicked: page.outbox.markSent(entry.key)
                        }
                        PushButton {
                            visible: entry.canEdit
                            iconName: "pencil"
                            text: qsTr("Edit")
                            onClicked: page.outbox.takeBack(entry.key)
                        }
                        PushButton {
                            visible: entry.canCancel
                            text: qsTr("Cancel")
                            onClicked: page.outbox.cancel(entry.key)
                        }
                    }
                }
                Rectangle {
                    anchors.bottom: parent.bottom
                    x: Theme.gapXl
                    width: parent.width - 2 * x
                    height: Theme.hairline
                    color: Theme.line
                }
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.gapXl
        visible: page.outbox.count === 0
        iconName: "send"
        title: qsTr("The outbox is empty")
        text: qsTr("A message that you send waits here until the server has it, offline too. Nothing is sent twice without asking you.")
    }
}
