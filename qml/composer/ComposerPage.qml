// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Dialogs
import QtQuick.Controls.Basic
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// To whom, what about, and the text.
Item {
    id: page

    required property ComposerViewModel composer
    property bool showCopies: composer.cc !== "" || composer.bcc !== ""

    Component.onCompleted: {
        if (composer.to === "") {
            to.field.forceActiveFocus()
        } else {
            body.forceActiveFocus()
            body.cursorPosition = 0
        }
    }

    Shortcut {
        sequence: StandardKey.Save
        onActivated: page.composer.store()
    }
    Shortcut {
        sequences: ["Ctrl+Return", "Ctrl+Enter"]
        onActivated: page.composer.send()
    }
    Shortcut {
        sequences: ["Escape", "Ctrl+W"]
        onActivated: page.composer.close()
    }
    Shortcut {
        sequence: "Ctrl+Shift+A"
        onActivated: fileDialog.open()
    }

    DropArea {
        id: drop
        anchors.fill: parent
        keys: ["text/uri-list"]
        onDropped: event => {
            page.composer.addFiles(event.urls)
            event.acceptProposedAction()
        }
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.gapXl
            Layout.rightMargin: Theme.gapL
            Layout.preferredHeight: Theme.controlHeight + Theme.gapS
            spacing: Theme.gapM
            Words {
                Layout.preferredWidth: 56
                text: qsTr("From")
                faint: true
                horizontalAlignment: Text.AlignLeft
                Accessible.ignored: true
            }
            Choice {
                Layout.fillWidth: true
                bare: true
                label: qsTr("From")
                enabled: count > 1
                model: page.composer.accounts
                currentIndex: page.composer.accountIndex
                onActivated: index => page.composer.accountIndex = index
                indicator.visible: count > 1
            }
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.gapXl
            Layout.rightMargin: Theme.gapXl
            Layout.preferredHeight: Theme.hairline
            color: Theme.line
        }
        RecipientLine {
            id: to
            label: qsTr("To")
            value: page.composer.to
            error: page.composer.toError
            onEdited: text => page.composer.to = text
            onEditingEnded: page.composer.check()
            LinkButton {
                visible: !page.showCopies
                text: qsTr("Cc and Bcc")
                onClicked: {
                    page.showCopies = true
                    cc.field.forceActiveFocus()
                }
            }
        }
        RecipientLine {
            id: cc
            visible: page.showCopies
            label: qsTr("Cc")
            value: page.composer.cc
            error: page.composer.ccError
            onEdited: text => page.composer.cc = text
            onEditingEnded: page.composer.check()
        }
        RecipientLine {
            visible: page.showCopies
            label: qsTr("Bcc")
            value: page.composer.bcc
            error: page.composer.bccError
            onEdited: text => page.composer.bcc = text
            onEditingEnded: page.composer.check()
        }
        RecipientLine {
            label: qsTr("Subject")
            large: true
            value: page.composer.subject
            onEdited: text => page.composer.subject = text
        }
        Flow {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.gapXl
            Layout.rightMargin: Theme.gapXl
            Layout.topMargin: Theme.gapM
            visible: page.composer.attachments.count > 0
            spacing: Theme.gapS
            Repeater {
                model: page.composer.attachments
                AttachmentChip {
                    maximumWidth: page.width - 2 * Theme.gapXl
                    actionName: qsTr("Remove")
                    actionIcon: "x"
                    onTriggered: page.composer.removeAttachment(key)
                }
            }
        }
        ScrollView {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.topMargin: Theme.gapS
            contentWidth: availableWidth
            ScrollBar.vertical: ScrollMark {
                parent: body.parent ? body.parent.parent.parent : null
            }
            TextArea {
                id: body
                leftPadding: Theme.gapXl
                rightPadding: Theme.gapXl
                topPadding: Theme.gapS
                bottomPadding: Theme.gapXl
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                selectByMouse: true
                color: Theme.ink
                selectionColor: Theme.accent
                selectedTextColor: Theme.inkOnAccent
                placeholderTextColor: Theme.inkFaint
                placeholderText: qsTr("Write your message…")
                font.pixelSize: Theme.textLead
                text: page.composer.text
                onTextChanged: page.composer.text = text
                KeyNavigation.priority: KeyNavigation.BeforeItem
                KeyNavigation.tab: send
                Accessible.role: Accessible.EditableText
                Accessible.name: qsTr("Message text")
                Accessible.editable: true
                Accessible.multiLine: true
                background: null
                TextHighlighter {
                    textDocument: body.textDocument
                    quoteColor: Theme.inkFaint
                    linkColor: Theme.accent
                }
            }
        }
        Banner {
            Layout.fillWidth: true
            Layout.margins: Theme.gapM
            visible: page.composer.problem !== ""
            tone: "danger"
            iconName: "circle-alert"
            text: page.composer.problem
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.hairline
            color: Theme.line
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.gapL
            Layout.rightMargin: Theme.gapL
            Layout.preferredHeight: Theme.headerHeight + Theme.gapXs
            spacing: Theme.gapS
            PushButton {
                id: send
                primary: true
                iconName: "send"
                text: qsTr("Send")
                tip: qsTr("Ctrl+Enter")
                enabled: !page.composer.busy
                onClicked: page.composer.send()
            }
            IconButton {
                iconName: "paperclip"
                text: qsTr("Attach files…")
                shortcutText: "Ctrl+Shift+A"
                onClicked: fileDialog.open()
            }
            Words {
                visible: text !== ""
                text: page.composer.attachmentTotal
                faint: true
                font.pixelSize: Theme.textSmall
            }
            Item { Layout.fillWidth: true }
            Spinner {
                visible: page.composer.busy
                size: Theme.iconSmall
            }
            Words {
                text: page.composer.statusText
                faint: true
                font.pixelSize: Theme.textSmall
            }
            IconButton {
                iconName: "trash-2"
                text: qsTr("Discard the draft")
                onClicked: discardSheet.open()
            }
        }
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.gapS
        visible: drop.containsDrag
        radius: Theme.radiusL
        color: Theme.accentSoft
        opacity: 0.95
        border.width: Theme.focusWidth
        border.color: Theme.accent
        EmptyState {
            anchors.centerIn: parent
            iconName: "paperclip"
            title: qsTr("Drop files to attach them")
        }
    }
    FileDialog {
        id: fileDialog
        fileMode: FileDialog.OpenFiles
        title: qsTr("Attach files")
        onAccepted: page.composer.addFiles(selectedFiles)
    }
    Sheet {
        id: discardSheet
        title: qsTr("Discard this draft?")
        Paragraph {
            Layout.fillWidth: true
            text: qsTr("The text and its attachments are deleted from this computer. There is no way back.")
            soft: true
        }
        RowLayout {
            Layout.fillWidth: true
            Item { Layout.fillWidth: true }
            PushButton {
                text: qsTr("Keep it")
                focus: true
                onClicked: discardSheet.close()
            }
            PushButton {
                destructive: true
                text: qsTr("Discard")
                onClicked: page.composer.discard()
            }
        }
    }
}
