// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// The one place that says what is going on: a line, and behind it a card per account.
Item {
    id: strip

    required property AppViewModel app
    property bool narrow: false
    readonly property StatusViewModel status: app.status

    signal settingsRequested()
    signal passwordRequested(string account)
    signal outboxRequested()
    signal pendingRequested()

    implicitHeight: narrow ? column.implicitHeight + Theme.gapS : Theme.controlHeight + Theme.gapM

    Rectangle {
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
    GridLayout {
        id: column
        anchors.fill: parent
        anchors.leftMargin: strip.narrow ? 0 : Theme.gapS
        anchors.rightMargin: strip.narrow ? 0 : Theme.gapS
        flow: strip.narrow ? GridLayout.TopToBottom : GridLayout.LeftToRight
        columnSpacing: Theme.gapXs
        rowSpacing: Theme.gapXs

        T.AbstractButton {
            id: summary
            Layout.fillWidth: !strip.narrow
            Layout.alignment: Qt.AlignHCenter
            implicitWidth: Theme.controlHeight
            implicitHeight: Theme.controlHeight
            focusPolicy: Qt.StrongFocus
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("Status: %1").arg(strip.status.summary)
            Accessible.onPressAction: clicked()
            Keys.onReturnPressed: clicked()
            onClicked: popover.visible ? popover.close() : popover.open()

            contentItem: Item {
                RowLayout {
                    anchors.fill: parent
                    anchors.leftMargin: strip.narrow ? 0 : Theme.gapS
                    spacing: Theme.gapS
                    Spinner {
                        visible: strip.status.busy && !strip.status.troubled
                        Layout.alignment: Qt.AlignCenter
                    }
                    Icon {
                        visible: !strip.status.busy || strip.status.troubled
                        Layout.alignment: Qt.AlignCenter
                        name: strip.status.summaryIcon
                        color: strip.status.troubled ? Theme.warning : Theme.inkFaint
                    }
                    Words {
                        visible: !strip.narrow
                        Layout.fillWidth: true
                        text: strip.status.summary
                        soft: true
                        font.pixelSize: Theme.textSmall
                        horizontalAlignment: Text.AlignLeft
                        Accessible.ignored: true
                    }
                }
            }
            background: Rectangle {
                radius: Theme.radiusM
                color: summary.down ? Theme.pressed : summary.hovered ? Theme.hover : "transparent"
                FocusRing {
                    target: summary
                    distance: 0
                }
            }
            Tip {
                text: strip.status.summary
                visible: summary.hovered && !popover.visible
                y: -height - Theme.gapXs
            }
        }
        IconButton {
            Layout.alignment: Qt.AlignHCenter
            iconName: "settings"
            text: qsTr("Settings")
            shortcutText: "Ctrl+,"
            onClicked: strip.settingsRequested()
        }
    }

    T.Popup {
        id: popover
        x: strip.LayoutMirroring.enabled ? strip.width - width - Theme.gapS : Theme.gapS
        y: -height - Theme.gapXs
        width: 380
        height: Math.min(cards.implicitHeight + 2 * padding, 480)
        padding: Theme.gapL
        focus: true
        background: Card { }
        contentItem: Flickable {
            clip: true
            contentHeight: cards.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            ColumnLayout {
                id: cards
                width: parent.width
                spacing: Theme.gapL
                Repeater {
                    model: strip.status
                    StatusCard {
                        onRetry: strip.status.retry()
                        onPasswordRequested: account => {
                            popover.close()
                            strip.passwordRequested(account)
                        }
                    }
                }
                RowLayout {
                    Layout.fillWidth: true
                    visible: strip.app.pending.count > 0
                    spacing: Theme.gapS
                    Icon {
                        name: strip.app.pending.troubled ? "triangle-alert" : "clock"
                        color: strip.app.pending.troubled ? Theme.warning : Theme.inkFaint
                    }
                    Words {
                        Layout.fillWidth: true
                        text: qsTr("Changes that wait for the server: %1").arg(strip.app.pending.count)
                    }
                    LinkButton {
                        text: qsTr("Show")
                        Accessible.name: qsTr("Show what waits")
                        onClicked: {
                            popover.close()
                            strip.pendingRequested()
                        }
                    }
                }
                RowLayout {
                    Layout.fillWidth: true
                    visible: strip.app.outbox.sending + strip.app.outbox.troubled > 0
                    spacing: Theme.gapS
                    Icon { name: "send" }
                    Words {
                        Layout.fillWidth: true
                        text: qsTr("Outbox: %1 on their way, %2 need you").arg(strip.app.outbox.sending).arg(strip.app.outbox.troubled)
                    }
                    LinkButton {
                        text: qsTr("Show")
                        onClicked: {
                            popover.close()
                            strip.outboxRequested()
                        }
                    }
                }
            }
        }
    }
}
