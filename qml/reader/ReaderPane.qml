// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Window
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.MessageList
import Fulmar.ViewModels

/// The message that is selected, or what to do while none is.
Rectangle {
    id: pane

    required property AppViewModel app
    required property MessageCommands commands
    property alias canGoBack: toolbar.canGoBack
    readonly property ReaderViewModel reader: app.reader
    readonly property bool several: app.messages.selectedCount > 1
    readonly property bool shown: reader.state !== ReaderViewModel.Nothing
    property bool htmlWanted: false
    property int zoomPercent: app.appearance.remembered("zoom", 100)

    signal backRequested()

    color: Theme.surface
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Message")

    function takeFocus() { scroll.forceActiveFocus() }

    function zoomBy(step: int) {
        zoomPercent = step === 0 ? 100 : Math.max(50, Math.min(300, zoomPercent + 10 * step))
        app.appearance.remember("zoom", zoomPercent)
    }
    function find(words: string, backwards: bool) {
        const view = scroll.html ? htmlLoader.item : textBody
        if (view)
            view.find(words, backwards)
    }
    function ask(reason: string, subject: string, verb: string, then: var) {
        questionLoader.active = true
        questionLoader.item.ask(reason, subject, verb, then)
    }
    function fileName(): string { return reader.subject.replace(/[\/\\:*?"<>|]/g, "_").slice(0, 80) }

    Shortcut {
        sequence: StandardKey.Find
        enabled: pane.shown
        onActivated: findBar.open()
    }
    Shortcut {
        sequences: [StandardKey.ZoomIn, "Ctrl+="]
        onActivated: pane.zoomBy(1)
    }
    Shortcut {
        sequences: [StandardKey.ZoomOut]
        onActivated: pane.zoomBy(-1)
    }
    Shortcut {
        sequence: "Ctrl+0"
        onActivated: pane.zoomBy(0)
    }
    Connections {
        target: pane.reader
        function onLinkDoubted(url, shown, reason) {
            pane.ask(reason, shown, qsTr("Open in the browser"), () => pane.reader.openLinkAnyway(url))
        }
        function onSourceShown(headers, source) {
            sourceLoader.active = true
            sourceLoader.item.show(headers, source)
        }
    }
    Loader {
        id: questionLoader
        active: false
        visible: false
        sourceComponent: QuestionSheet { title: qsTr("Are you sure?") }
    }
    Loader {
        id: sourceLoader
        active: false
        visible: false
        sourceComponent: SourceSheet { }
    }

    // Once loaded it stays: starting WebEngine is what costs, not keeping it.
    Connections {
        target: pane.reader
        function onBodyChanged() { if (pane.reader.showHtml) pane.htmlWanted = true }
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        ReaderToolbar {
            id: toolbar
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.headerHeight
            Layout.maximumHeight: Theme.headerHeight
            Layout.leftMargin: Theme.gapM
            Layout.rightMargin: Theme.gapM
            commands: pane.commands
            roomy: pane.canGoBack || Window.width >= Theme.middleWindow
            hasMessage: pane.shown
            onBackRequested: pane.backRequested()
            onMessageMenuRequested: under => {
                menuLoader.active = true
                menuLoader.item.popup(under, 0, under.height)
            }
            Loader {
                id: menuLoader
                active: false
                visible: false
                sourceComponent: ReaderMenu {
                    reader: pane.reader
                    onFindRequested: findBar.open()
                    onZoomRequested: step => pane.zoomBy(step)
                    onSaveRequested: files.dialogs().saveMessage(pane.fileName())
                    onPdfRequested: files.dialogs().savePdf(pane.fileName(), file => htmlLoader.item.savePdf(file))
                }
            }
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.hairline
            color: Theme.line
        }
        FindBar {
            id: findBar
            Layout.fillWidth: true
            Layout.margins: visible ? Theme.gapS : 0
            onFindRequested: (words, backwards) => pane.find(words, backwards)
            onClosed: pane.takeFocus()
        }
        Flickable {
            id: scroll

            readonly property bool html: pane.reader.showHtml && pane.reader.state === ReaderViewModel.Ready

            Layout.fillWidth: true
            Layout.fillHeight: !html
            Layout.preferredHeight: html ? Math.min(contentHeight, pane.height * 0.5) : -1
            visible: pane.shown
            clip: true
            contentHeight: page.implicitHeight + Theme.gapXl + (html ? Theme.gapS : Theme.gapXl)
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            Accessible.role: Accessible.Document
            Accessible.name: pane.reader.subject
            T.ScrollBar.vertical: ScrollMark { }

            Keys.onDownPressed: contentY = Math.min(Math.max(0, contentHeight - height), contentY + Theme.messageRow)
            Keys.onUpPressed: contentY = Math.max(0, contentY - Theme.messageRow)
            Keys.onSpacePressed: contentY = Math.min(Math.max(0, contentHeight - height), contentY + height - Theme.messageRow)

            ColumnLayout {
                id: page
                x: Theme.gapXl
                y: Theme.gapXl
                width: scroll.width - 2 * Theme.gapXl
                spacing: Theme.gapL

                MessageHeader {
                    Layout.fillWidth: true
                    reader: pane.reader
                }
                AttachmentStrip {
                    id: files
                    Layout.fillWidth: true
                    reader: pane.reader
                    onOpenDoubted: (key, name, danger) => pane.ask(danger, name, qsTr("Open anyway"),
                                                                   () => pane.reader.openAttachment(key, name))
                }
                ReaderNotes {
                    Layout.fillWidth: true
                    reader: pane.reader
                }
                RowLayout {
                    Layout.fillWidth: true
                    visible: pane.reader.hasHtml && !pane.reader.previewing
                    spacing: Theme.gapS
                    Item { Layout.fillWidth: true }
                    Segments {
                        label: qsTr("Show the message as")
                        choices: [qsTr("Formatted"), qsTr("Plain text")]
                        current: pane.reader.showHtml ? 0 : 1
                        onChosen: index => pane.reader.showHtml = index === 0
                    }
                }
                Rectangle {
                    Layout.fillWidth: true
                    Layout.preferredHeight: Theme.hairline
                    color: Theme.line
                    visible: !scroll.html
                }
                TextBody {
                    id: textBody
                    zoom: pane.zoomPercent / 100
                    Layout.fillWidth: true
                    Layout.maximumWidth: Theme.readingWidth
                    visible: pane.reader.state === ReaderViewModel.Ready && !scroll.html
                    reader: pane.reader
                }
                LinkButton {
                    visible: pane.reader.hasFoldedQuote && textBody.visible
                    text: pane.reader.quoteFolded ? qsTr("Show the quoted text") : qsTr("Hide the quoted text")
                    onClicked: pane.reader.quoteFolded = !pane.reader.quoteFolded
                }
                RowLayout {
                    visible: pane.reader.state === ReaderViewModel.Downloading
                    spacing: Theme.gapS
                    Spinner { }
                    Words {
                        text: qsTr("Fetching the message from the server…")
                        soft: true
                    }
                }
                Banner {
                    Layout.fillWidth: true
                    visible: pane.reader.state === ReaderViewModel.Failed
                    tone: "warning"
                    iconName: "triangle-alert"
                    text: pane.reader.errorText
                    hint: pane.reader.errorHint
                    actionText: qsTr("Try again")
                    onTriggered: pane.reader.retry()
                }
            }
        }
        Loader {
            id: htmlLoader
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: pane.shown && scroll.html
            active: pane.htmlWanted
            Component.onCompleted: setSource("HtmlBody.qml", { reader: pane.reader })
            onStatusChanged: if (status === Loader.Error) pane.reader.showHtml = false
            Binding {
                target: htmlLoader.item
                property: "zoomFactor"
                value: pane.zoomPercent / 100
                when: htmlLoader.status === Loader.Ready
            }
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: !pane.shown
            EmptyState {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.gapXl
                iconName: pane.several ? "mails" : "mail-open"
                title: pane.several ? qsTr("%1 messages selected").arg(pane.app.messages.selectedCount) : qsTr("No message selected")
                text: pane.several ? qsTr("Archive, move, flag or delete them together with the buttons above.")
                                   : qsTr("Choose one from the list. J and K go down and up, C starts a new message.")
            }
        }
    }
    // Where the link under the pointer really leads.
    Rectangle {
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        width: Math.min(parent.width, target.implicitWidth + 2 * Theme.gapM)
        height: target.implicitHeight + Theme.gapS
        visible: pane.reader.hoveredLink !== ""
        color: Theme.raised
        border.width: Theme.hairline
        border.color: Theme.line
        Words {
            id: target
            anchors.fill: parent
            anchors.leftMargin: Theme.gapM
            anchors.rightMargin: Theme.gapM
            text: pane.reader.hoveredLink
            soft: true
            elide: Text.ElideMiddle
            font.pixelSize: Theme.textSmall
            horizontalAlignment: Text.AlignLeft
        }
    }
}
