// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// The first thing a new user sees, and the page for one more account.
Rectangle {
    id: page

    required property AppViewModel app
    property AccountForm form: app.newAccountForm()
    property bool first: true

    signal finished()

    // Whoever moves by keyboard sees where he is.
    readonly property Item focused: Window.activeFocusItem
    onFocusedChanged: {
        if (!focused || !page.visible)
            return
        const top = focused.mapToItem(scroll.contentItem, 0, 0).y - Theme.gapXl
        scroll.contentY = Math.max(0, Math.min(top, Math.max(scroll.contentY, top + focused.height + 2 * Theme.gapXl - scroll.height)))
    }

    color: Theme.sidebar
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Set up an account")
    Component.onCompleted: view.takeFocus()

    Connections {
        target: page.form
        function onDone() { page.finished() }
        function onProgressed() { revealTimer.restart() }
    }
    // What was found out stands below the fields: once it is laid out, show it.
    Timer {
        id: revealTimer
        interval: Theme.quick
        onTriggered: scroll.contentY = Math.max(0, scroll.contentHeight - scroll.height)
    }
    Flickable {
        id: scroll
        anchors.fill: parent
        contentHeight: Math.max(height, card.implicitHeight + 2 * Theme.gapXxl)
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollMark { }

        Card {
            id: card
            width: Math.min(Theme.formWidth + 2 * Theme.gapXxl, parent.width - 2 * Theme.gapL)
            implicitHeight: column.implicitHeight + 2 * Theme.gapXxl
            height: implicitHeight
            x: Math.round((parent.width - width) / 2)
            y: Math.max(Theme.gapXxl, Math.round((parent.height - height) / 3))

            ColumnLayout {
                id: column
                anchors.fill: parent
                anchors.margins: Theme.gapXxl
                spacing: Theme.gapL
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gapXs
                    Words {
                        Layout.fillWidth: true
                        text: page.first ? qsTr("Welcome to Fulmar") : qsTr("Add an account")
                        font.pixelSize: Theme.textHeadline
                        strong: true
                        Accessible.role: Accessible.Heading
                    }
                    Paragraph {
                        Layout.fillWidth: true
                        text: qsTr("Type your address. Fulmar tries the connection before it stores anything.")
                        soft: true
                    }
                }
                AccountFormView {
                    id: view
                    Layout.fillWidth: true
                    form: page.form
                    cancellable: !page.first
                    onCancelled: page.finished()
                }
            }
        }
    }
}
