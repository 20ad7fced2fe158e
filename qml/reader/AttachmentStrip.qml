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
            AttachmentChip {
                maximumWidth: root.width
                actionName: qsTr("Save")
                actionIcon: "download"
                onTriggered: root.dialogs().saveOne(key, fileName)
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
