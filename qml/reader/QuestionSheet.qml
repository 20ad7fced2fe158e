// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls

/// Asks before an odd link or a dangerous file is opened; what will happen stands there in full.
Sheet {
    id: sheet

    property string reason
    property string subject ///< the address or the name of the file
    property string verb
    property var consequence: null

    function ask(words: string, what: string, action: string, then: var) {
        reason = words
        subject = what
        verb = action
        consequence = then
        open()
        stay.forceActiveFocus()
    }

    Paragraph {
        Layout.fillWidth: true
        text: sheet.reason
    }
    Paragraph {
        Layout.fillWidth: true
        text: sheet.subject
        wrapMode: Text.WrapAnywhere
        soft: true
    }
    RowLayout {
        Layout.fillWidth: true
        Item { Layout.fillWidth: true }
        PushButton {
            id: stay
            text: qsTr("Stay here")
            onClicked: sheet.close()
        }
        PushButton {
            text: sheet.verb
            onClicked: {
                sheet.close()
                sheet.consequence()
            }
        }
    }
}
