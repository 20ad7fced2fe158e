// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Dialogs
import Fulmar.ViewModels

/// Where to save. Loaded when it is first asked for: Qt's dialogs cost 150 ms, a third of the start.
Item {
    id: root

    required property ReaderViewModel reader

    function saveOne(part: string, fileName: string) {
        fileDialog.part = part
        fileDialog.currentFile = fileDialog.currentFolder + "/" + encodeURIComponent(fileName)
        fileDialog.open()
    }
    function saveMessage(name: string) {
        messageDialog.currentFile = messageDialog.currentFolder + "/" + encodeURIComponent(name + ".eml")
        messageDialog.open()
    }
    function savePdf(name: string, then: var) {
        pdfDialog.then = then
        pdfDialog.currentFile = pdfDialog.currentFolder + "/" + encodeURIComponent(name + ".pdf")
        pdfDialog.open()
    }
    function saveAll() { folderDialog.open() }

    FileDialog {
        id: fileDialog
        property string part
        fileMode: FileDialog.SaveFile
        title: qsTr("Save attachment")
        onAccepted: root.reader.saveAttachment(part, selectedFile, true)
    }
    FileDialog {
        id: messageDialog
        fileMode: FileDialog.SaveFile
        title: qsTr("Save message")
        nameFilters: [qsTr("Messages (*.eml)")]
        onAccepted: root.reader.saveMessage(selectedFile)
    }
    FileDialog {
        id: pdfDialog
        property var then: null
        fileMode: FileDialog.SaveFile
        title: qsTr("Save as PDF")
        nameFilters: [qsTr("PDF files (*.pdf)")]
        onAccepted: then(selectedFile)
    }
    FolderDialog {
        id: folderDialog
        title: qsTr("Save all attachments in")
        onAccepted: root.reader.saveAll(selectedFolder)
    }
}
