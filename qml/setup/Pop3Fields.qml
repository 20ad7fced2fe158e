// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// What a person decides about mail that is fetched by POP3.
ColumnLayout {
    id: root

    required property AccountForm form

    spacing: Theme.gapM

    component NumberField: LabeledField {
        id: box
        property int value
        property int least: 0
        signal chosen(int number)
        Layout.fillWidth: true
        text: box.value
        validator: IntValidator { bottom: box.least; top: 1000000 }
        onEdited: text => box.chosen(parseInt(text) || 0)
    }

    Paragraph {
        Layout.fillWidth: true
        text: qsTr("The mail is kept on this computer, for good. The server keeps its copies as long as you say here.")
        color: Theme.inkFaint
        font.pixelSize: Theme.textSmall
    }
    Choice {
        Layout.fillWidth: true
        label: qsTr("Mail on the server")
        model: [qsTr("Keep it for ever"), qsTr("Remove it after some days"), qsTr("Remove what I delete here"), qsTr("Keep the newest only"), qsTr("Remove it at once")]
        currentIndex: root.form.pop3Keep
        onActivated: index => root.form.pop3Keep = index
    }
    NumberField {
        visible: root.form.pop3Keep === 1
        label: qsTr("Days on the server")
        least: 1
        value: root.form.pop3KeepDays
        onChosen: number => root.form.pop3KeepDays = number
    }
    NumberField {
        visible: root.form.pop3Keep === 3
        label: qsTr("Messages on the server")
        value: root.form.pop3KeepMessages
        onChosen: number => root.form.pop3KeepMessages = number
    }
    NumberField {
        label: qsTr("Fetch only the header of mail over so many MB")
        help: qsTr("0 fetches everything. The rest of a message comes when you ask for it.")
        value: root.form.pop3HeadersOverMb
        onChosen: number => root.form.pop3HeadersOverMb = number
    }
    NumberField {
        label: qsTr("Minutes between two looks at the server")
        help: qsTr("0 looks only when you ask.")
        value: root.form.pop3CheckMinutes
        onChosen: number => root.form.pop3CheckMinutes = number
    }
    Check {
        text: qsTr("Into the local folders, together with other accounts")
        checked: root.form.pop3SharedInbox
        onToggled: root.form.pop3SharedInbox = checked
    }
    Check {
        visible: root.form.isGmail
        text: qsTr("I read this mailbox with several programs")
        checked: root.form.pop3Recent
        onToggled: root.form.pop3Recent = checked
    }
    Paragraph {
        Layout.fillWidth: true
        visible: root.form.isGmail
        text: root.form.pop3Recent ? qsTr("Each program is shown the mail of the last 30 days, and nothing is removed from the server.") : qsTr("What Gmail keeps is decided by the POP settings of your Google account, not here.")
        color: Theme.inkFaint
        font.pixelSize: Theme.textSmall
    }
}
