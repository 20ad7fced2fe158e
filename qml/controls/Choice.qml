// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// One of several, opened as a list.
T.ComboBox {
    id: choice

    property string label
    property bool bare: false ///< without a frame, inside a line of a form

    implicitWidth: Theme.sidebarWidth
    implicitHeight: Theme.controlHeight
    leftPadding: bare ? 0 : Theme.gapS + 2
    rightPadding: Theme.icon + Theme.gapM
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ComboBox
    Accessible.name: label
    Accessible.description: displayText

    contentItem: Words {
        text: choice.displayText
        elide: Text.ElideMiddle
        Accessible.ignored: true
    }
    indicator: Icon {
        x: choice.mirrored ? Theme.gapS : choice.width - width - Theme.gapS
        y: (choice.height - height) / 2
        name: "chevron-down"
        color: Theme.inkFaint
    }
    background: Rectangle {
        radius: Theme.radiusM
        color: choice.bare ? (choice.hovered ? Theme.hover : "transparent") : choice.hovered ? Theme.hover : Theme.surface
        border.width: choice.bare ? 0 : Theme.hairline
        border.color: Theme.lineStrong
        FocusRing {
            target: choice
            distance: 0
        }
    }
    delegate: T.ItemDelegate {
        id: row
        required property int index
        required property string modelData
        width: ListView.view ? ListView.view.width : implicitWidth
        implicitHeight: Theme.controlHeight
        leftPadding: Theme.gapS + 2
        rightPadding: Theme.gapS + 2
        highlighted: choice.highlightedIndex === index
        Accessible.role: Accessible.ListItem
        Accessible.name: modelData
        contentItem: Words {
            text: row.modelData
            elide: Text.ElideMiddle
            strong: choice.currentIndex === row.index
            Accessible.ignored: true
        }
        background: Rectangle {
            radius: Theme.radiusS
            color: row.highlighted ? Theme.hover : "transparent"
        }
    }
    popup: T.Popup {
        y: choice.height + Theme.gapXs
        width: choice.width
        implicitHeight: Math.min(contentItem.implicitHeight + 2 * padding, 320)
        padding: Theme.gapXs
        contentItem: ListView {
            clip: true
            implicitHeight: contentHeight
            model: choice.delegateModel
            currentIndex: choice.highlightedIndex
            Accessible.role: Accessible.List
            Accessible.name: choice.label
        }
        background: Card { }
    }
}
