// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme

/// A label, its field, and below it what is wrong or worth knowing.
ColumnLayout {
    id: root

    property string label
    property string spokenLabel: label ///< where the label alone would not tell two fields apart
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
    // Qt 6.4 gives away no text of a password field, its name included: the group around it says it.
    Accessible.ignored: echoMode !== TextInput.Password
    Accessible.role: Accessible.Grouping
    Accessible.name: label

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
        label: root.spokenLabel
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
