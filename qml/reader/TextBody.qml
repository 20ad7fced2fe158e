// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Theme
import Fulmar.ViewModels

/// The plain text of a message. It is never read as markup; addresses in it open outside after a click.
TextEdit {
    id: body

    required property ReaderViewModel reader
    property real zoom: 1

    /// Selects the next place of the words, round the end.
    function find(words: string, backwards: bool) {
        const all = text.toLowerCase(), what = words.toLowerCase()
        if (what === "")
            return deselect()
        const near = backwards ? all.lastIndexOf(what, Math.max(0, selectionStart - 1)) : all.indexOf(what, selectionEnd)
        const at = near >= 0 ? near : backwards ? all.lastIndexOf(what) : all.indexOf(what)
        if (at >= 0)
            select(at, at + what.length)
    }

    text: reader.text
    textFormat: TextEdit.PlainText
    readOnly: true
    selectByMouse: true
    selectByKeyboard: true
    activeFocusOnTab: true
    wrapMode: TextEdit.Wrap
    color: Theme.ink
    selectionColor: Theme.accent
    selectedTextColor: Theme.inkOnAccent
    font.pixelSize: Math.round(Theme.textLead * zoom)
    horizontalAlignment: reader.rightToLeft ? TextEdit.AlignRight : TextEdit.AlignLeft
    LayoutMirroring.enabled: false
    Accessible.role: Accessible.EditableText
    Accessible.readOnly: true
    Accessible.multiLine: true
    Accessible.name: qsTr("Message text")
    Accessible.description: text.slice(0, 4000)

    TextHighlighter {
        id: highlighter
        textDocument: body.textDocument
        quoteColor: Theme.inkFaint
        linkColor: Theme.accent
    }
    MouseArea {
        anchors.fill: parent
        hoverEnabled: true
        acceptedButtons: Qt.LeftButton
        cursorShape: link.toString() === "" ? Qt.IBeamCursor : Qt.PointingHandCursor
        property url link
        onPositionChanged: mouse => {
            link = highlighter.linkAt(body.positionAt(mouse.x, mouse.y))
            body.reader.hoverLink(link)
        }
        onExited: body.reader.hoverLink("")
        onPressed: mouse => {
            link = highlighter.linkAt(body.positionAt(mouse.x, mouse.y))
            mouse.accepted = link.toString() !== ""
        }
        onClicked: body.reader.openLink(link)
    }
}
