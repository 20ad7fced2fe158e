// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Controls.Basic
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.MessageList
import Fulmar.ViewModels

/// The window: mail, or set-up while there is no account, with settings and pickers above.
ApplicationWindow {
    id: window

    required property AppViewModel app
    property bool settingsOpen: false
    property bool addingAccount: false
    readonly property bool mailShown: app.ready && app.hasAccounts && app.startFailure === "" && !settingsOpen && !addingAccount

    width: app.appearance.remembered("width", 1280)
    height: app.appearance.remembered("height", 800)
    minimumWidth: 520
    minimumHeight: 400
    visible: true
    title: app.mailboxes.currentName === "" ? qsTr("Fulmar") : qsTr("%1 – Fulmar").arg(app.mailboxes.currentName)
    color: Theme.surface
    palette: ThemePalette { }
    font.pixelSize: Theme.textBody
    LayoutMirroring.enabled: Application.layoutDirection === Qt.RightToLeft
    LayoutMirroring.childrenInherit: true

    onClosing: {
        app.appearance.remember("width", width)
        app.appearance.remember("height", height)
    }
    onMailShownChanged: if (mailShown) focusTimer.restart()

    Binding {
        target: Theme
        property: "dark"
        value: window.app.appearance.dark
    }
    Binding {
        target: Theme
        property: "baseSize"
        value: window.app.appearance.baseFontSize
    }
    Timer {
        id: focusTimer
        interval: 0
        onTriggered: if (mail.item) mail.item.focusList()
    }

    MessageCommands {
        id: messageCommands
        app: window.app
        onMovePickerRequested: window.pickTarget(qsTr("Move to"), "move")
        onCopyPickerRequested: window.pickTarget(qsTr("Copy to"), "copy")
    }
    function pickTarget(title: string, verb: string) {
        app.offerMoveTargets()
        picker.verb = verb
        picker.title = title
        picker.open()
    }
    function goToPlace() {
        app.offerPlaces()
        picker.verb = "go"
        picker.title = qsTr("Go to")
        picker.open()
    }
    Action {
        id: composeCommand
        text: qsTr("Compose")
        shortcut: StandardKey.New
        enabled: window.app.hasAccounts
        onTriggered: window.app.compose()
    }
    Shortcut {
        sequences: ["F5", "Ctrl+Shift+N"]
        onActivated: window.app.synchronise()
    }
    Shortcut {
        sequences: [StandardKey.Undo]
        enabled: window.mailShown
        onActivated: window.app.actions.undo()
    }
    Shortcut {
        sequence: "F6"
        enabled: window.mailShown
        onActivated: mail.item.cycle()
    }
    Shortcut {
        sequence: "Ctrl+K"
        enabled: window.mailShown
        onActivated: window.goToPlace()
    }
    Shortcut {
        sequence: "Ctrl+,"
        enabled: window.app.hasAccounts
        onActivated: window.settingsOpen = !window.settingsOpen
    }
    Shortcut {
        sequence: StandardKey.Quit
        onActivated: window.close()
    }

    Connections {
        target: window.app
        function onComposerOpened(composer) { composers.show(composer) }
        function onNotified(sentence, detail, bad) { toast.show(sentence, detail, bad) }
        function onUndoOffered(sentence) { toast.offerUndo(sentence) }
        function onRaiseRequested() {
            window.show()
            window.raise()
            window.requestActivate()
        }
    }
    Connections {
        target: window.app.actions
        function onDeleteConfirmationNeeded(messages) { deleteSheet.ask(messages) }
    }
    ComposerWindows { id: composers }

    Loader {
        id: mail
        anchors.fill: parent
        active: window.app.ready && window.app.hasAccounts && window.app.startFailure === ""
        visible: window.mailShown
        sourceComponent: MailPage {
            app: window.app
            commands: messageCommands
            composeAction: composeCommand
            onSettingsRequested: window.settingsOpen = true
            onPasswordRequested: account => window.edit(account)
            onPlacePickerRequested: window.goToPlace()
            onFolderSheetRequested: (sheet, key) => folderSheets.host().open(sheet, key)
            onPendingRequested: {
                pendingLoader.active = true
                pendingLoader.item.open()
            }
        }
    }
    Loader {
        anchors.fill: parent
        active: window.settingsOpen && !window.addingAccount
        Component.onCompleted: setSource("SettingsHost.qml", { app: window.app })
        onLoaded: {
            item.finished.connect(() => window.settingsOpen = false)
            item.addRequested.connect(() => window.addingAccount = true)
            item.editRequested.connect(account => window.edit(account))
        }
    }
    Loader {
        anchors.fill: parent
        active: window.app.ready && window.app.startFailure === "" && (!window.app.hasAccounts || window.addingAccount)
        Component.onCompleted: setSource("SetupHost.qml", { app: window.app, adding: Qt.binding(() => window.app.hasAccounts) })
        onLoaded: item.finished.connect(() => window.addingAccount = false)
    }
    EmptyState {
        anchors.centerIn: parent
        width: Math.min(Theme.formWidth, parent.width - 2 * Theme.gapXl)
        visible: window.app.startFailure !== ""
        iconName: "circle-alert"
        title: qsTr("Fulmar cannot open your mail")
        text: window.app.startFailure
        actionText: qsTr("Quit")
        onTriggered: window.close()
    }

    function edit(account: string) {
        editLoader.active = true
        editLoader.item.edit(account)
    }
    Loader {
        id: editLoader
        active: false
        Component.onCompleted: setSource("EditAccountHost.qml", { app: window.app })
    }
    FolderPicker {
        id: picker
        property string verb: "go"
        model: window.app.picker
        onPicked: key => {
            if (verb === "move") window.app.actions.moveTo(key)
            else if (verb === "copy") window.app.actions.copyTo(key)
            else window.app.mailboxes.open(key)
        }
        onClosed: if (mail.item) mail.item.focusList()
    }
    DeleteSheet {
        id: deleteSheet
        onConfirmed: window.app.actions.deleteForever()
        onClosed: if (mail.item) mail.item.focusList()
    }
    Loader {
        id: folderSheets
        active: false
        Component.onCompleted: setSource("FolderSheetsHost.qml", { folders: window.app.folderActions })
        function host(): Item {
            active = true
            return item
        }
    }
    Loader {
        id: pendingLoader
        active: false
        Component.onCompleted: setSource("PendingHost.qml", { pending: window.app.pending })
    }
    UndoSendBar {
        outbox: window.app.outbox
        anchors.bottom: toast.visible ? toast.top : parent.bottom
        anchors.bottomMargin: toast.visible ? Theme.gapS : Theme.gapXl
        x: Math.round((parent.width - width) / 2)
        z: 10
    }
    Toast {
        id: toast
        onUndoRequested: window.app.actions.undo()
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gapXl
        x: Math.round((parent.width - width) / 2)
        z: 10
    }
}
