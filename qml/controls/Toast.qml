// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme

/// A passing sentence at the lower edge; stays longer the more there is to read, and as long as the pointer rests on it.
Item {
    id: root

    property string text
    property string detail
    property bool bad: false
    property bool undoable: false

    signal undoRequested()

    function show(sentence: string, more: string, isBad: bool) {
        present(sentence, more, isBad, false)
    }
    /// With a button that takes back what the sentence says.
    function offerUndo(sentence: string) {
        present(sentence, "", false, true)
    }
    function present(sentence: string, more: string, isBad: bool, canUndo: bool) {
        text = sentence
        detail = more
        bad = isBad
        undoable = canUndo
        timer.interval = (canUndo ? 7000 : 4000) + 50 * (sentence.length + more.length)
        timer.restart()
    }

    implicitWidth: Math.min(parent ? parent.width - 2 * Theme.gapL : 520, 520, row.implicitWidth + 2 * Theme.gapL)
    implicitHeight: row.implicitHeight + 2 * Theme.gapM
    visible: timer.running || hover.hovered
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text + " " + detail

    Timer { id: timer }
    HoverHandler { id: hover }

    Card {
        anchors.fill: parent
    }
    RowLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: Theme.gapL
        anchors.rightMargin: Theme.gapM
        spacing: Theme.gapM
        Icon {
            name: root.bad ? "triangle-alert" : "circle-check"
            color: root.bad ? Theme.warning : Theme.good
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            Paragraph {
                Layout.fillWidth: true
                Layout.maximumWidth: 420
                text: root.text
                lineHeight: 1.25
            }
            Paragraph {
                Layout.fillWidth: true
                Layout.maximumWidth: 420
                visible: text !== ""
                text: root.detail
                soft: true
                font.pixelSize: Theme.textSmall
                lineHeight: 1.25
                maximumLineCount: 4
                elide: Text.ElideRight
            }
        }
        LinkButton {
            visible: root.undoable
            text: qsTr("Undo")
            Accessible.description: qsTr("Ctrl+Z")
            onClicked: {
                timer.stop()
                root.undoRequested()
            }
        }
        IconButton {
            iconName: "x"
            text: qsTr("Dismiss")
            onClicked: timer.stop()
        }
    }
}
