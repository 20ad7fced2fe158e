// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.ViewModels

/// What can be done to the selected messages.
QtObject {
    id: root

    required property AppViewModel app
    readonly property MessageActions actions: app.actions
    readonly property bool one: app.messages.selectedCount === 1
    readonly property bool active: app.place === AppViewModel.Mail

    signal movePickerRequested()
    signal copyPickerRequested()

    readonly property Command reply: Command {
        text: qsTr("Reply")
        iconName: "reply"
        shortcutText: qsTr("R")
        shortcut: "Ctrl+R"
        enabled: root.active && root.one
        onTriggered: root.app.answer(AppViewModel.Sender)
    }
    readonly property Command replyAll: Command {
        text: qsTr("Reply to all")
        iconName: "reply-all"
        shortcutText: qsTr("A")
        shortcut: "Ctrl+Shift+R"
        enabled: root.active && root.one
        onTriggered: root.app.answer(AppViewModel.All)
    }
    readonly property Command forward: Command {
        text: qsTr("Forward")
        iconName: "forward"
        shortcutText: qsTr("F")
        shortcut: "Ctrl+Shift+F"
        enabled: root.active && root.one
        onTriggered: root.app.answer(AppViewModel.Forward)
    }
    readonly property Command archive: Command {
        text: qsTr("Archive")
        iconName: "archive"
        shortcutText: qsTr("E")
        shortcut: "Ctrl+E"
        enabled: root.active && root.actions.enabled
        onTriggered: root.actions.archive()
    }
    readonly property Command trash: Command {
        text: root.actions.inTrash ? qsTr("Delete for good") : qsTr("Move to trash")
        iconName: "trash-2"
        shortcutText: qsTr("Delete")
        shortcut: "Ctrl+D"
        enabled: root.active && root.actions.enabled
        onTriggered: root.actions.trash()
    }
    readonly property Command junk: Command {
        text: root.actions.inJunk ? qsTr("Not junk") : qsTr("Mark as junk")
        iconName: root.actions.inJunk ? "inbox" : "shield-alert"
        shortcutText: qsTr("!")
        shortcut: "Ctrl+J"
        enabled: root.active && root.actions.enabled
        onTriggered: root.actions.junk()
    }
    readonly property Command move: Command {
        text: qsTr("Move to folder…")
        iconName: "folder-input"
        shortcutText: qsTr("V")
        shortcut: "Ctrl+Shift+M"
        enabled: root.active && root.actions.enabled
        onTriggered: root.movePickerRequested()
    }
    readonly property Command copy: Command {
        text: qsTr("Copy to folder…")
        iconName: "folder-open"
        shortcutText: qsTr("Y")
        shortcut: "Ctrl+Shift+Y"
        enabled: root.active && root.actions.enabled
        onTriggered: root.copyPickerRequested()
    }
    readonly property Command undo: Command {
        text: qsTr("Undo the last change")
        iconName: "undo-2"
        shortcutText: qsTr("Ctrl+Z")
        onTriggered: root.actions.undo()
    }
    readonly property Command flag: Command {
        text: root.actions.allFlagged ? qsTr("Remove flag") : qsTr("Flag")
        iconName: "star"
        shortcutText: qsTr("S")
        shortcut: "Ctrl+Shift+S"
        enabled: root.active && root.actions.enabled
        onTriggered: root.actions.toggleFlag()
    }
    readonly property Command read: Command {
        text: root.actions.allRead ? qsTr("Mark as unread") : qsTr("Mark as read")
        iconName: root.actions.allRead ? "mail" : "mail-open"
        shortcutText: qsTr("U")
        shortcut: "Ctrl+U"
        enabled: root.active && root.actions.enabled
        onTriggered: root.actions.toggleRead()
    }

    /// The single keys of the list; true when the key was one of them.
    function takeKey(text: string): bool {
        if (text.length === 1 && text >= "1" && text <= "5") {
            actions.toggleTag(Number(text) - 1)
            return true
        }
        const keys = { "r": reply, "a": replyAll, "f": forward, "e": archive, "#": trash, "!": junk, "v": move, "y": copy, "z": undo, "s": flag, "u": read }
        const command = keys[text]
        if (command && command.enabled)
            command.trigger()
        return command !== undefined
    }
}
