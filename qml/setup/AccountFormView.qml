// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// The fields of an account: the address first, everything else follows from it where the provider is known.
ColumnLayout {
    id: root

    required property AccountForm form
    property string submitText: form.editing ? qsTr("Try and save") : qsTr("Add account")
    property bool cancellable: false
    property bool showServers: form.serversNeeded && form.addressLooksRight

    signal cancelled()

    spacing: Theme.gapL

    function submit() {
        if (submitButton.enabled)
            form.submit(form.useCommand ? "" : password.text)
    }
    function takeFocus() {
        (form.editing ? password : email).field.forceActiveFocus()
    }

    // The password lives in this field alone; it goes as soon as it has done its work.
    Connections {
        target: root.form
        function onDone() { password.text = "" }
    }

    LabeledField {
        id: email
        Layout.fillWidth: true
        label: qsTr("Your e-mail address")
        placeholder: qsTr("anna@example.org")
        text: root.form.email
        field.enabled: !root.form.editing && !root.form.busy
        field.inputMethodHints: Qt.ImhEmailCharactersOnly | Qt.ImhNoAutoUppercase
        onEdited: text => root.form.email = text
        onAccepted: name.field.forceActiveFocus()
    }
    LabeledField {
        id: name
        Layout.fillWidth: true
        visible: root.form.addressLooksRight
        label: qsTr("Your name")
        help: qsTr("Shown to those you write to.")
        text: root.form.name
        field.enabled: !root.form.busy
        onEdited: text => root.form.name = text
        onAccepted: password.field.forceActiveFocus()
    }
    Banner {
        Layout.fillWidth: true
        visible: root.form.addressLooksRight && root.form.note !== "" && !root.form.editing
        iconName: "key-round"
        text: root.form.note
        actionText: root.form.noteUrl.toString() === "" ? "" : qsTr("Open page")
        onTriggered: root.form.openNote()
    }
    LabeledField {
        id: password
        Layout.fillWidth: true
        visible: root.form.addressLooksRight && !root.form.useCommand
        label: root.form.passwordLabel
        help: root.form.editing ? qsTr("Leave it empty to keep the stored one.") : qsTr("Kept in the keychain of your system, nowhere else.")
        echoMode: TextInput.Password
        field.enabled: !root.form.busy
        field.inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhHiddenText
        onAccepted: root.submit()
    }
    LabeledField {
        Layout.fillWidth: true
        visible: root.form.useCommand
        label: qsTr("Password command")
        placeholder: qsTr("pass show mail/anna")
        help: qsTr("Its first line of output is the password. Fulmar stores the command and runs it when it signs in.")
        text: root.form.passwordCommand
        field.enabled: !root.form.busy
        onEdited: text => root.form.passwordCommand = text
    }
    LinkButton {
        visible: root.form.addressLooksRight
        text: root.showServers ? qsTr("Hide server settings") : qsTr("Server settings")
        onClicked: root.showServers = !root.showServers
    }
    ServerFields {
        Layout.fillWidth: true
        visible: root.showServers && root.form.addressLooksRight
        form: root.form
        enabled: !root.form.busy
    }
    CheckStepList {
        Layout.fillWidth: true
        form: root.form
    }
    Banner {
        Layout.fillWidth: true
        visible: root.form.problem !== ""
        tone: "danger"
        iconName: "circle-alert"
        text: root.form.problem
        hint: root.form.hint
        actionText: root.form.keychainMissing && !root.form.useCommand ? qsTr("Use a password command") : ""
        onTriggered: {
            root.form.useCommand = true
            root.showServers = true
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gapS
        Item { Layout.fillWidth: true }
        PushButton {
            visible: root.cancellable
            text: qsTr("Cancel")
            enabled: !root.form.busy
            onClicked: root.cancelled()
        }
        PushButton {
            id: submitButton
            primary: true
            text: root.form.busy ? qsTr("Trying…") : root.submitText
            enabled: root.form.complete && !root.form.busy && (root.form.useCommand || root.form.editing || password.text !== "")
            onClicked: root.submit()
        }
    }
}
