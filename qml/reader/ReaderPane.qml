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

    signal backRequested()

    color: Theme.surface
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Message")

    function takeFocus() { scroll.forceActiveFocus() }

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
            onBackRequested: pane.backRequested()
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.hairline
            color: Theme.line
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
                    Layout.fillWidth: true
                    reader: pane.reader
                }
                Banner {
                    Layout.fillWidth: true
                    visible: pane.reader.note !== ""
                    text: pane.reader.note
                }
                RowLayout {
                    Layout.fillWidth: true
                    visible: pane.reader.hasHtml
                    spacing: Theme.gapS
                    Icon {
                        visible: pane.reader.blockedRemote > 0
                        name: "image-off"
                        color: Theme.inkFaint
                    }
                    Words {
                        Layout.fillWidth: true
                        text: pane.reader.blockedRemote === 0 ? ""
                            : pane.reader.blockedRemote === 1 ? qsTr("1 remote picture blocked: the sender does not learn that you read this.")
                            : qsTr("%1 remote pictures blocked: the sender does not learn that you read this.").arg(pane.reader.blockedRemote)
                        faint: true
                        font.pixelSize: Theme.textSmall
                        horizontalAlignment: Text.AlignLeft
                    }
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
                    Layout.fillWidth: true
                    Layout.maximumWidth: Theme.readingWidth
                    visible: pane.reader.state === ReaderViewModel.Ready && !scroll.html
                    reader: pane.reader
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
}
