// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.Mailboxes
import Fulmar.MessageList
import Fulmar.Reader
import Fulmar.Composer
import Fulmar.ViewModels

/// Tree, list and reader side by side; fewer of them where the window is narrow.
SplitView {
    id: page

    required property AppViewModel app
    required property MessageCommands commands
    required property Action composeAction
    readonly property bool narrow: width < Theme.wideWindow
    readonly property bool single: width < Theme.railWidth + 2 * minimumPane
    readonly property int minimumPane: 300
    property bool readerInFront: false

    signal settingsRequested()
    signal passwordRequested(string account)
    signal placePickerRequested()
    signal folderSheetRequested(string sheet, string key)
    signal pendingRequested()

    function focusList() { messages.list.forceActiveFocus() }
    /// F6: tree, list, message, and round again.
    function cycle() {
        const places = [mailboxes.tree, messages.list, reader]
        const now = mailboxes.tree.activeFocus ? 0 : messages.list.activeFocus ? 1 : 2
        const next = places[(now + 1) % 3]
        if (next === reader)
            reader.takeFocus()
        else
            next.forceActiveFocus()
    }

    handle: PaneHandle { }
    onResizingChanged: {
        if (resizing)
            return
        if (!narrow)
            app.appearance.remember("sidebar", mailboxes.width)
        if (!single)
            app.appearance.remember("list", messages.width)
    }

    MailboxPane {
        id: mailboxes
        SplitView.preferredWidth: page.narrow ? Theme.railWidth : page.app.appearance.remembered("sidebar", Theme.sidebarWidth)
        SplitView.minimumWidth: page.narrow ? Theme.railWidth : 180
        SplitView.maximumWidth: page.narrow ? Theme.railWidth : 400
        app: page.app
        composeAction: page.composeAction
        narrow: page.narrow
        onSettingsRequested: page.settingsRequested()
        onPasswordRequested: account => page.passwordRequested(account)
        onFolderSheetRequested: (sheet, key) => page.folderSheetRequested(sheet, key)
        onPendingRequested: page.pendingRequested()
    }
    MessageListPane {
        id: messages
        SplitView.preferredWidth: page.app.appearance.remembered("list", Theme.listWidth)
        SplitView.minimumWidth: page.minimumPane
        SplitView.fillWidth: page.single
        visible: page.app.place === AppViewModel.Mail && !(page.single && page.readerInFront)
        app: page.app
        commands: page.commands
        onPlacePickerRequested: page.placePickerRequested()
        onRowClicked: page.readerInFront = page.single
        onOpenRequested: {
            if (page.app.openAsDraft())
                return
            page.readerInFront = true
            reader.takeFocus()
        }
    }
    ReaderPane {
        id: reader
        SplitView.fillWidth: !page.single || page.readerInFront
        SplitView.minimumWidth: page.minimumPane
        visible: page.app.place === AppViewModel.Mail && (!page.single || page.readerInFront)
        app: page.app
        commands: page.commands
        canGoBack: page.single
        onBackRequested: {
            page.readerInFront = false
            page.focusList()
        }
        Keys.onEscapePressed: backRequested()
    }
    Loader {
        SplitView.fillWidth: true
        active: page.app.place === AppViewModel.Outbox
        visible: active
        sourceComponent: OutboxPage { outbox: page.app.outbox }
    }
    Loader {
        SplitView.fillWidth: true
        active: page.app.place === AppViewModel.Drafts
        visible: active
        sourceComponent: DraftsPage { app: page.app }
    }
}
