// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Fulmar.Theme

/// A line to type into, framed. `label` names it for screen readers.
T.TextField {
    id: field

    property string label
    property bool wrong: false

    implicitWidth: Theme.sidebarWidth
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.gapS + 2
    rightPadding: Theme.gapS + 2
    verticalAlignment: Text.AlignVCenter
    color: enabled ? Theme.ink : Theme.inkFaint
    selectionColor: Theme.accent
    selectedTextColor: Theme.inkOnAccent
    placeholderTextColor: Theme.inkFaint
    font.pixelSize: Theme.textBody
    selectByMouse: true
    activeFocusOnTab: true
    Accessible.role: Accessible.EditableText
    Accessible.name: label === "" ? placeholderText : label
    Accessible.editable: !readOnly

    background: Rectangle {
        radius: Theme.radiusM
        color: field.enabled ? Theme.surface : Theme.list
        border.width: field.activeFocus ? Theme.focusWidth : Theme.hairline
        border.color: field.wrong ? Theme.danger : field.activeFocus ? Theme.focus : field.hovered ? Theme.inkFaint : Theme.lineStrong
    }
    Words {
        anchors.fill: parent
        anchors.leftMargin: field.leftPadding
        anchors.rightMargin: field.rightPadding
        horizontalAlignment: Text.AlignLeft
        visible: field.length === 0 && field.preeditText === ""
        text: field.placeholderText
        color: Theme.inkFaint
        Accessible.ignored: true
    }
}
