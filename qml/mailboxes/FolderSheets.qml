// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Controls
import Fulmar.ViewModels

/// The questions about folders: a name for a new one, another name, whether to delete.
Item {
    id: root

    required property FolderActions folders
    property string key
    property bool renaming: false

    function open(sheet: string, row: string) {
        key = row
        if (sheet === "delete")
            return deleteSheet.open()
        renaming = sheet === "rename"
        name.text = renaming ? folders.name(row) : ""
        nameSheet.open()
        name.forceActiveFocus()
        name.selectAll()
    }
    function takeName() {
        if (!confirm.enabled)
            return
        nameSheet.close()
        if (renaming)
            folders.rename(key, name.text)
        else
            folders.create(key, name.text)
    }

    Sheet {
        id: nameSheet
        title: root.renaming ? qsTr("Rename “%1”").arg(root.folders.name(root.key))
             : root.folders.isFolder(root.key) ? qsTr("New folder inside “%1”").arg(root.folders.name(root.key))
             : qsTr("New folder")

        Field {
            id: name
            readonly property string problem: root.renaming ? root.folders.problemOfRename(root.key, text)
                                                            : root.folders.problemOfNew(root.key, text)
            Layout.fillWidth: true
            label: qsTr("Name of the folder")
            maximumLength: 255
            wrong: problem !== ""
            onAccepted: root.takeName()
        }
        Paragraph {
            Layout.fillWidth: true
            visible: text !== ""
            text: name.problem
            soft: true
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
        RowLayout {
            Layout.fillWidth: true
            Item { Layout.fillWidth: true }
            PushButton {
                text: qsTr("Cancel")
                onClicked: nameSheet.close()
            }
            PushButton {
                id: confirm
                primary: true
                enabled: name.text.trim() !== "" && name.problem === ""
                text: root.renaming ? qsTr("Rename") : qsTr("Create")
                onClicked: root.takeName()
            }
        }
    }
    Sheet {
        id: deleteSheet
        title: qsTr("Delete the folder “%1”?").arg(root.folders.name(root.key))
        onOpened: keep.forceActiveFocus()

        Paragraph {
            Layout.fillWidth: true
            text: deleteSheet.visible ? root.folders.deletionWarning(root.key) : ""
            soft: true
        }
        RowLayout {
            Layout.fillWidth: true
            Item { Layout.fillWidth: true }
            PushButton {
                id: keep
                text: qsTr("Keep")
                onClicked: deleteSheet.close()
            }
            PushButton {
                destructive: true
                text: qsTr("Delete folder")
                onClicked: {
                    deleteSheet.close()
                    root.folders.remove(root.key)
                }
            }
        }
    }
}
