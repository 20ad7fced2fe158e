// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls

/// All header fields, or the message as it came. Read as text, never as markup.
Sheet {
    id: sheet

    property string headers
    property string source

    title: qsTr("Source of the message")
    width: parent ? Math.min(parent.width - 2 * Theme.gapXl, Theme.readingWidth + 4 * Theme.gapXxl) : Theme.readingWidth
    height: parent ? parent.height - 4 * Theme.gapXl : Theme.readingWidth

    function show(allHeaders: string, whole: string) {
        headers = allHeaders
        source = whole
        open()
        body.forceActiveFocus()
    }

    Segments {
        id: which
        property int shown: 0
        label: qsTr("What to show")
        choices: [qsTr("All headers"), qsTr("Source")]
        current: shown
        onChosen: index => shown = index
    }
    Flickable {
        Layout.fillWidth: true
        Layout.fillHeight: true
        clip: true
        contentHeight: body.implicitHeight
        T.ScrollBar.vertical: ScrollMark { }
        TextEdit {
            id: body
            width: parent.width
            text: which.shown === 0 ? sheet.headers : sheet.source
            textFormat: TextEdit.PlainText
            readOnly: true
            selectByMouse: true
            wrapMode: TextEdit.WrapAnywhere
            color: Theme.ink
            selectionColor: Theme.accent
            selectedTextColor: Theme.inkOnAccent
            font.family: Theme.monospace
            font.pixelSize: Theme.textSmall
            Accessible.name: sheet.title
        }
    }
    RowLayout {
        Layout.fillWidth: true
        Item { Layout.fillWidth: true }
        PushButton {
            text: qsTr("Close")
            onClicked: sheet.close()
        }
    }
}
