// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Controls

/// The one question that cannot be taken back: deleting on the server.
Sheet {
    id: sheet

    property int messages: 0

    signal confirmed()

    title: messages === 1 ? qsTr("Delete this message for good?") : qsTr("Delete %1 messages for good?").arg(messages)

    function ask(count: int) {
        messages = count
        open()
        keep.forceActiveFocus()
    }

    Paragraph {
        Layout.fillWidth: true
        text: qsTr("It is deleted on the server too. There is no way back.")
        soft: true
    }
    RowLayout {
        Layout.fillWidth: true
        Item { Layout.fillWidth: true }
        PushButton {
            id: keep
            text: qsTr("Keep")
            onClicked: sheet.close()
        }
        PushButton {
            destructive: true
            text: qsTr("Delete for good")
            onClicked: {
                sheet.close()
                sheet.confirmed()
            }
        }
    }
}
