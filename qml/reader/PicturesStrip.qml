// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// Images that would tell the sender that the mail was read, and the choice about them.
ColumnLayout {
    id: strip

    required property RemotePictures pictures

    visible: pictures.sentence !== "" || pictures.trackers !== ""
    spacing: Theme.gapXs

    Flow {
        id: line
        Layout.fillWidth: true
        visible: strip.pictures.sentence !== ""
        spacing: Theme.gapS
        Icon {
            height: once.height
            name: "image-off"
            color: Theme.inkFaint
        }
        Words {
            width: Math.min(implicitWidth, line.width - Theme.icon - Theme.gapS)
            height: Math.max(implicitHeight, once.height)
            text: strip.pictures.sentence
            faint: true
            wrapMode: Text.Wrap
            font.pixelSize: Theme.textSmall
            horizontalAlignment: Text.AlignLeft
        }
        LinkButton {
            id: once
            visible: strip.pictures.state === RemotePictures.Blocked
            text: qsTr("Show once")
            onClicked: strip.pictures.showOnce()
        }
        LinkButton {
            visible: once.visible && strip.pictures.canTrust
            text: qsTr("Always for %1").arg(strip.pictures.sender)
            onClicked: strip.pictures.alwaysForSender()
        }
        LinkButton {
            visible: once.visible && strip.pictures.canTrust
            text: qsTr("Always for %1").arg(strip.pictures.domain)
            onClicked: strip.pictures.alwaysForDomain()
        }
    }
    Words {
        Layout.fillWidth: true
        visible: text !== ""
        text: strip.pictures.trackers
        faint: true
        font.pixelSize: Theme.textSmall
        horizontalAlignment: Text.AlignLeft
    }
}
