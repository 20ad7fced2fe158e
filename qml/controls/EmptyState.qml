// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme

/// What stands where nothing is: why it is empty and what to do next.
ColumnLayout {
    id: root

    property alias iconName: icon.name
    property alias title: heading.text
    property alias text: body.text
    property alias actionText: action.text

    signal triggered()

    spacing: Theme.gapS

    Icon {
        id: icon
        Layout.alignment: Qt.AlignHCenter
        Layout.bottomMargin: Theme.gapXs
        size: Theme.iconHuge
        color: Theme.lineStrong
    }
    Words {
        id: heading
        Layout.fillWidth: true
        horizontalAlignment: Text.AlignHCenter
        font.pixelSize: Theme.textTitle
        strong: true
        wrapMode: Text.Wrap
    }
    Paragraph {
        id: body
        Layout.fillWidth: true
        Layout.maximumWidth: Theme.formWidth
        Layout.alignment: Qt.AlignHCenter
        horizontalAlignment: Text.AlignHCenter
        soft: true
    }
    PushButton {
        id: action
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.gapS
        visible: action.text !== ""
        onClicked: root.triggered()
    }
}
