// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Dialogs
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// The files of the message; each is saved where the person says.
ColumnLayout {
    id: root

    required property ReaderViewModel reader

    visible: reader.attachments.count > 0
    spacing: Theme.gapS

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gapS
        Icon {
            name: "paperclip"
            size: Theme.iconSmall
        }
        Words {
            text: root.reader.attachments.count === 1 ? qsTr("1 attachment") : qsTr("%1 attachments").arg(root.reader.attachments.count)
            soft: true
            font.pixelSize: Theme.textSmall
            font.weight: Font.Medium
        }
        LinkButton {
            visible: root.reader.attachments.count > 1
            text: qsTr("Save all…")
            onClicked: folderDialog.open()
        }
        Item { Layout.fillWidth: true }
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.gapS
        Repeater {
            model: root.reader.attachments
            AttachmentChip {
                maximumWidth: root.width
                actionName: qsTr("Save")
                actionIcon: "download"
                onTriggered: {
                    fileDialog.part = key
                    fileDialog.currentFile = fileDialog.currentFolder + "/" + encodeURIComponent(fileName)
                    fileDialog.open()
                }
            }
        }
    }
    FileDialog {
        id: fileDialog
        property string part
        fileMode: FileDialog.SaveFile
        title: qsTr("Save attachment")
        onAccepted: root.reader.saveAttachment(part, selectedFile, true)
    }
    FolderDialog {
        id: folderDialog
        title: qsTr("Save all attachments in")
        onAccepted: root.reader.saveAll(selectedFolder)
    }
}
