// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Dialogs
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// Servers by hand, for providers that are not known.
ColumnLayout {
    id: root

    required property AccountForm form

    spacing: Theme.gapM

    component ServerLine: GridLayout {
        id: line
        property string title
        property string host
        property int port
        property bool startTls
        signal hostEdited(string text)
        signal portEdited(int port)
        signal tlsChosen(bool startTls)

        Layout.fillWidth: true
        columns: 3
        columnSpacing: Theme.gapS
        rowSpacing: Theme.gapXs

        LabeledField {
            Layout.fillWidth: true
            label: line.title
            text: line.host
            onEdited: text => line.hostEdited(text)
        }
        LabeledField {
            Layout.preferredWidth: 72
            Layout.maximumWidth: 72
            label: qsTr("Port")
            spokenLabel: qsTr("Port of %1").arg(line.title)
            text: line.port
            validator: IntValidator { bottom: 1; top: 65535 }
            onEdited: text => line.portEdited(parseInt(text) || 0)
        }
        ColumnLayout {
            Layout.preferredWidth: 132
            Layout.maximumWidth: 132
            spacing: Theme.gapXs
            Words {
                text: qsTr("Security")
                soft: true
                font.pixelSize: Theme.textSmall
                font.weight: Font.Medium
                Accessible.ignored: true
            }
            Choice {
                Layout.fillWidth: true
                label: qsTr("Security of %1").arg(line.title)
                model: [qsTr("TLS"), qsTr("STARTTLS")]
                currentIndex: line.startTls ? 1 : 0
                onActivated: index => line.tlsChosen(index === 1)
            }
        }
    }

    Choice {
        Layout.fillWidth: true
        enabled: !root.form.editing
        label: qsTr("How mail is received")
        model: [qsTr("IMAP: mail stays on the server"), qsTr("POP3: mail is kept on this computer")]
        currentIndex: root.form.pop3 ? 1 : 0
        onActivated: index => root.form.pop3 = index === 1
    }
    ServerLine {
        title: root.form.pop3 ? qsTr("Receiving server (POP3)") : qsTr("Receiving server (IMAP)")
        host: root.form.imapHost
        port: root.form.imapPort
        startTls: root.form.imapStartTls
        onHostEdited: text => root.form.imapHost = text
        onPortEdited: port => root.form.imapPort = port
        onTlsChosen: startTls => root.form.imapStartTls = startTls
    }
    Pop3Fields {
        Layout.fillWidth: true
        visible: root.form.pop3
        form: root.form
    }
    ServerLine {
        title: qsTr("Sending server (SMTP)")
        host: root.form.smtpHost
        port: root.form.smtpPort
        startTls: root.form.smtpStartTls
        onHostEdited: text => root.form.smtpHost = text
        onPortEdited: port => root.form.smtpPort = port
        onTlsChosen: startTls => root.form.smtpStartTls = startTls
    }
    LabeledField {
        Layout.fillWidth: true
        label: qsTr("User name")
        text: root.form.user
        onEdited: text => root.form.user = text
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gapS
        LabeledField {
            Layout.fillWidth: true
            label: qsTr("Certificate authority file (only for servers with their own)")
            placeholder: qsTr("None: the system decides")
            text: root.form.caFile
            onEdited: text => root.form.caFile = text
        }
        PushButton {
            Layout.alignment: Qt.AlignBottom
            text: qsTr("Choose…")
            onClicked: fileDialog.open()
        }
    }
    Check {
        text: qsTr("Get the password from a command instead of the keychain")
        checked: root.form.useCommand
        onToggled: root.form.useCommand = checked
    }
    FileDialog {
        id: fileDialog
        title: qsTr("Certificate authority")
        nameFilters: [qsTr("Certificates (*.pem *.crt *.cer)"), qsTr("All files (*)")]
        onAccepted: root.form.setCaFileUrl(selectedFile)
    }
}
