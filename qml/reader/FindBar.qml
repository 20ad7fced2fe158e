// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls

/// Finds words in the message that is shown.
RowLayout {
    id: bar

    signal findRequested(string words, bool backwards)
    signal closed()

    visible: false
    spacing: Theme.gapS

    function open() {
        visible = true
        field.forceActiveFocus()
        field.selectAll()
    }
    function close() {
        visible = false
        bar.findRequested("", false)
        bar.closed()
    }

    Field {
        id: field
        Layout.fillWidth: true
        Layout.maximumWidth: Theme.listWidth
        placeholderText: qsTr("Find in this message")
        onTextChanged: bar.findRequested(text, false)
        Keys.onReturnPressed: event => bar.findRequested(text, (event.modifiers & Qt.ShiftModifier) !== 0)
        Keys.onEscapePressed: bar.close()
    }
    LinkButton {
        text: qsTr("Previous")
        onClicked: bar.findRequested(field.text, true)
    }
    LinkButton {
        text: qsTr("Next")
        onClicked: bar.findRequested(field.text, false)
    }
    Item { Layout.fillWidth: true }
    IconButton {
        iconName: "x"
        text: qsTr("Close")
        onClicked: bar.close()
    }
}
