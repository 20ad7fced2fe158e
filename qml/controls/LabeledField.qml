// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme

/// A label, its field, and below it what is wrong or worth knowing.
ColumnLayout {
    id: root

    property alias label: field.label
    property alias text: field.text
    property alias placeholder: field.placeholderText
    property alias echoMode: field.echoMode
    property alias field: field
    property alias validator: field.validator
    property string error
    property string help

    signal edited(string text)
    signal accepted()

    spacing: Theme.gapXs

    Words {
        Layout.fillWidth: true
        text: root.label
        soft: true
        font.pixelSize: Theme.textSmall
        font.weight: Font.Medium
        Accessible.ignored: true
    }
    Field {
        id: field
        Layout.fillWidth: true
        wrong: root.error !== ""
        Accessible.description: root.error === "" ? root.help : root.error
        onTextEdited: root.edited(text)
        onAccepted: root.accepted()
    }
    Paragraph {
        Layout.fillWidth: true
        visible: text !== ""
        text: root.error === "" ? root.help : root.error
        color: root.error === "" ? Theme.inkFaint : Theme.danger
        font.pixelSize: Theme.textSmall
        lineHeight: 1.2
    }
}
