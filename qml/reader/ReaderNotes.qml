// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// What has to be said between the header of a message and its text.
ColumnLayout {
    id: notes

    required property ReaderViewModel reader

    visible: back.visible || reader.warnings.length > 0 || note.visible || invitation.visible || pictures.visible || list.visible
    spacing: Theme.gapS

    Banner {
        id: back
        Layout.fillWidth: true
        visible: notes.reader.previewing
        iconName: "paperclip"
        text: qsTr("This is a part of the message.")
        actionText: qsTr("Back to the message")
        onTriggered: notes.reader.closePreview()
    }
    Repeater {
        model: notes.reader.warnings
        Banner {
            required property string modelData
            Layout.fillWidth: true
            tone: "warning"
            iconName: "shield-alert"
            text: modelData
        }
    }
    Banner {
        id: note
        Layout.fillWidth: true
        visible: notes.reader.note !== ""
        text: notes.reader.note
    }
    Banner {
        id: invitation
        Layout.fillWidth: true
        visible: notes.reader.invitation !== ""
        iconName: "clock"
        text: notes.reader.invitation
    }
    PicturesStrip {
        id: pictures
        Layout.fillWidth: true
        pictures: notes.reader.pictures
    }
    RowLayout {
        id: list
        Layout.fillWidth: true
        visible: notes.reader.listName !== "" || notes.reader.canUnsubscribe
        spacing: Theme.gapS
        Words {
            Layout.maximumWidth: notes.width - unsubscribe.width - Theme.gapS
            text: notes.reader.listName === "" ? qsTr("This came by a mailing list.") : qsTr("Mailing list: %1").arg(notes.reader.listName)
            faint: true
            elide: Text.ElideRight
            font.pixelSize: Theme.textSmall
        }
        LinkButton {
            id: unsubscribe
            visible: notes.reader.canUnsubscribe
            text: qsTr("Unsubscribe")
            onClicked: notes.reader.unsubscribe()
        }
        Item { Layout.fillWidth: true }
    }
}
