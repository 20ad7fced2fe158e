// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// The files of the message; each is saved where the person says.
ColumnLayout {
    id: root

    required property ReaderViewModel reader

    signal openDoubted(string key, string fileName, string danger)

    function dialogs(): Item {
        loader.active = true
        return loader.item
    }

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
            onClicked: root.dialogs().saveAll()
        }
        Item { Layout.fillWidth: true }
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.gapS
        Repeater {
            model: root.reader.attachments
            RowLayout {
                id: file
                required property string key
                required property string name
                required property string fileName
                required property string iconName
                required property string size
                required property string danger
                required property bool canPreview
                spacing: 0
                AttachmentChip {
                    maximumWidth: root.width - save.width
                    key: file.key
                    name: file.name
                    fileName: file.fileName
                    iconName: file.danger === "" ? file.iconName : "triangle-alert"
                    size: file.size
                    actionName: file.danger !== "" ? file.danger : file.canPreview ? qsTr("Show") : qsTr("Open")
                    actionIcon: file.canPreview ? "chevron-right" : "folder-open"
                    onTriggered: file.open()
                }
                IconButton {
                    id: save
                    iconName: "download"
                    text: qsTr("Save %1").arg(file.name)
                    onClicked: root.dialogs().saveOne(file.key, file.fileName)
                }
                function open() {
                    if (danger !== "")
                        root.openDoubted(key, fileName, danger)
                    else if (canPreview)
                        root.reader.preview(key)
                    else
                        root.reader.openAttachment(key, fileName)
                }
            }
        }
    }
    Loader {
        id: loader
        active: false
        visible: false
        Component.onCompleted: setSource("SaveDialogs.qml", { reader: root.reader })
    }
}
