// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls

/// What one account is doing, and what to do when it cannot go on.
RowLayout {
    id: card

    required property string key
    required property string email
    required property string sentence
    required property string hint
    required property string iconName
    required property double progress
    required property bool busy
    required property bool troubled
    required property bool asksPassword
    required property bool canRetry

    signal retry()
    signal passwordRequested(string account)

    spacing: Theme.gapM
    Layout.fillWidth: true

    Icon {
        Layout.alignment: Qt.AlignTop
        Layout.topMargin: 1
        name: card.iconName
        color: card.troubled ? Theme.warning : card.busy ? Theme.accent : Theme.good
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.gapXs
        Words {
            Layout.fillWidth: true
            text: card.email
            strong: true
            elide: Text.ElideMiddle
        }
        Paragraph {
            Layout.fillWidth: true
            text: card.sentence
            soft: true
            lineHeight: 1.25
        }
        Paragraph {
            Layout.fillWidth: true
            visible: text !== ""
            text: card.hint
            faint: true
            font.pixelSize: Theme.textSmall
            lineHeight: 1.25
        }
        ProgressLine {
            Layout.fillWidth: true
            Layout.topMargin: Theme.gapXs
            visible: card.progress >= 0
            value: Math.max(0, card.progress)
            Accessible.name: card.sentence
        }
        RowLayout {
            visible: card.canRetry || card.asksPassword
            spacing: Theme.gapS
            PushButton {
                visible: card.canRetry
                text: qsTr("Try again")
                onClicked: card.retry()
            }
            PushButton {
                visible: card.asksPassword
                primary: true
                text: qsTr("Change password…")
                onClicked: card.passwordRequested(card.key)
            }
        }
    }
}
