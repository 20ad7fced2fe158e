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

    // Asked of the data: what is inside of something hidden is hidden too, whatever it says.
    readonly property bool fromList: reader.listName !== "" || reader.canUnsubscribe
    visible: reader.previewing || reader.warnings.length > 0 || reader.note !== "" || reader.invitation !== ""
        || reader.pictures.sentence !== "" || reader.pictures.trackers !== "" || fromList
    spacing: Theme.gapS

    Banner {
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
        Layout.fillWidth: true
        visible: notes.reader.note !== ""
        text: notes.reader.note
    }
    Banner {
        Layout.fillWidth: true
        visible: notes.reader.invitation !== ""
        iconName: "clock"
        text: notes.reader.invitation
    }
    PicturesStrip {
        Layout.fillWidth: true
        pictures: notes.reader.pictures
    }
    RowLayout {
        Layout.fillWidth: true
        visible: notes.fromList
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
