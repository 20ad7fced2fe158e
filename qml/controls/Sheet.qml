// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme

/// A question or a form above the window.
T.Dialog {
    id: sheet

    default property alias body: column.data

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round((parent.height - height) / 3) : 0
    width: Math.min(Theme.formWidth + 2 * Theme.gapXl, parent ? parent.width - 2 * Theme.gapL : Theme.formWidth)
    implicitHeight: Math.min(head.implicitHeight + column.implicitHeight + 2 * Theme.gapXl + Theme.gapL,
                             parent ? parent.height - 2 * Theme.gapL : 600)
    padding: Theme.gapXl
    modal: true
    focus: true

    contentItem: ColumnLayout {
        spacing: Theme.gapL
        Accessible.role: Accessible.Dialog
        Accessible.name: sheet.title
        Words {
            id: head
            Layout.fillWidth: true
            text: sheet.title
            font.pixelSize: Theme.textTitle
            strong: true
            visible: text !== ""
        }
        ColumnLayout {
            id: column
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.gapL
        }
    }
    background: Card { }
    T.Overlay.modal: Rectangle { color: Theme.shade }
}
