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

    function show(sentence: string, more: string, isBad: bool) {
        text = sentence
        detail = more
        bad = isBad
        timer.interval = 4000 + 50 * (sentence.length + more.length)
        timer.restart()
    }

    implicitWidth: Math.min(520, row.implicitWidth + 2 * Theme.gapL)
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
        IconButton {
            iconName: "x"
            text: qsTr("Dismiss")
            onClicked: timer.stop()
        }
    }
}
