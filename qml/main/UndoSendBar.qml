// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// Counts down what leaves in a moment, with the way to take it back.
Item {
    id: root

    required property OutboxModel outbox

    implicitWidth: row.implicitWidth + 2 * Theme.gapL
    implicitHeight: row.implicitHeight + 2 * Theme.gapM
    visible: outbox.undoKey !== ""
    Accessible.role: Accessible.AlertMessage
    Accessible.name: outbox.undoText

    Card {
        anchors.fill: parent
    }
    RowLayout {
        id: row
        anchors.centerIn: parent
        spacing: Theme.gapM
        Icon {
            name: "send"
            color: Theme.accent
        }
        Words {
            Layout.maximumWidth: Theme.readingWidth / 2
            text: root.outbox.undoText
        }
        PushButton {
            iconName: "undo-2"
            text: qsTr("Undo")
            onClicked: root.outbox.takeBack(root.outbox.undoKey)
        }
        PushButton {
            text: qsTr("Send now")
            onClicked: root.outbox.retry(root.outbox.undoKey)
        }
    }
}
