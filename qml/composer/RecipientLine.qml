// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls

/// A line of the head of a mail: its label, what is typed, and what is wrong with it.
ColumnLayout {
    id: root

    property string label
    property string value
    property string error
    property bool large: false
    property alias field: field
    default property alias trailing: extra.data

    signal edited(string text)
    signal editingEnded()

    spacing: 0
    Layout.fillWidth: true

    RowLayout {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.gapXl
        Layout.rightMargin: Theme.gapXl
        Layout.preferredHeight: Theme.controlHeight + Theme.gapS
        spacing: Theme.gapM
        Words {
            Layout.preferredWidth: 56
            text: root.label
            faint: true
            horizontalAlignment: Text.AlignLeft
            Accessible.ignored: true
        }
        T.TextField {
            id: field
            Layout.fillWidth: true
            implicitHeight: Theme.controlHeight
            verticalAlignment: Text.AlignVCenter
            color: root.error === "" ? Theme.ink : Theme.danger
            selectionColor: Theme.accent
            selectedTextColor: Theme.inkOnAccent
            font.pixelSize: root.large ? Theme.textLead : Theme.textBody
            font.weight: root.large ? Font.DemiBold : Font.Normal
            selectByMouse: true
            text: root.value
            onTextEdited: root.edited(text)
            onActiveFocusChanged: if (!activeFocus) root.editingEnded()
            Accessible.role: Accessible.EditableText
            Accessible.editable: true
            Accessible.name: root.label
            Accessible.description: root.error
        }
        Row {
            id: extra
            spacing: Theme.gapXs
        }
    }
    Words {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.gapXl + 56 + Theme.gapM
        Layout.rightMargin: Theme.gapL
        Layout.bottomMargin: Theme.gapXs
        visible: root.error !== ""
        text: root.error
        color: Theme.danger
        font.pixelSize: Theme.textSmall
        wrapMode: Text.Wrap
    }
    Rectangle {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.gapXl
        Layout.rightMargin: Theme.gapXl
        Layout.preferredHeight: field.activeFocus ? Theme.focusWidth : Theme.hairline
        color: root.error !== "" ? Theme.danger : field.activeFocus ? Theme.focus : Theme.line
    }
}
