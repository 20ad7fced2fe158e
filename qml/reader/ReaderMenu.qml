// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Controls
import Fulmar.ViewModels

/// What can be done with the message that is shown, beyond the verbs of the list.
PopMenu {
    id: menu

    required property ReaderViewModel reader

    signal findRequested()
    signal zoomRequested(int step) ///< 0 = back to the normal size
    signal saveRequested()
    signal pdfRequested()

    title: qsTr("This message")

    PopMenuItem {
        text: qsTr("Find…")
        shortcutText: qsTr("Ctrl+F")
        onTriggered: menu.findRequested()
    }
    PopMenuItem {
        text: qsTr("Larger")
        shortcutText: qsTr("Ctrl++")
        onTriggered: menu.zoomRequested(1)
    }
    PopMenuItem {
        text: qsTr("Smaller")
        shortcutText: qsTr("Ctrl+-")
        onTriggered: menu.zoomRequested(-1)
    }
    PopMenuItem {
        text: qsTr("Normal size")
        shortcutText: qsTr("Ctrl+0")
        onTriggered: menu.zoomRequested(0)
    }
    PopMenuLine { }
    PopMenuItem {
        text: qsTr("Save as…")
        iconName: "save"
        onTriggered: menu.saveRequested()
    }
    PopMenuItem {
        text: qsTr("Save as PDF…")
        enabled: menu.reader.showHtml
        onTriggered: menu.pdfRequested()
    }
    PopMenuLine { }
    PopMenuItem {
        text: qsTr("Headers and source")
        iconName: "file-text"
        onTriggered: menu.reader.showSource()
    }
}
