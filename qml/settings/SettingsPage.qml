// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// How Fulmar looks, and the accounts.
Rectangle {
    id: page

    required property AppViewModel app

    signal finished()
    signal addRequested()
    signal editRequested(string account)

    color: Theme.sidebar
    focus: true
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Settings")
    Keys.onEscapePressed: finished()
    Component.onCompleted: back.forceActiveFocus()

    Flickable {
        anchors.fill: parent
        contentHeight: column.implicitHeight + 2 * Theme.gapXl
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollMark { }

        ColumnLayout {
            id: column
            width: Math.min(Theme.formWidth + 160, parent.width - 2 * Theme.gapL)
            x: Math.round((parent.width - width) / 2)
            y: Theme.gapXl
            spacing: Theme.gapXl

            RowLayout {
                spacing: Theme.gapS
                IconButton {
                    id: back
                    iconName: page.LayoutMirroring.enabled ? "chevron-right" : "arrow-left"
                    text: qsTr("Back to the mail")
                    shortcutText: qsTr("Esc")
                    onClicked: page.finished()
                }
                Words {
                    text: qsTr("Settings")
                    font.pixelSize: Theme.textHeadline
                    strong: true
                    Accessible.role: Accessible.Heading
                }
            }
            SettingsGroup {
                title: qsTr("Appearance")
                RowLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gapL
                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 2
                        Words { text: qsTr("Colours") }
                        Paragraph {
                            Layout.fillWidth: true
                            text: qsTr("In a dark window, messages are shown in dark colours too.")
                            faint: true
                            font.pixelSize: Theme.textSmall
                            lineHeight: 1.25
                        }
                    }
                    Segments {
                        label: qsTr("Colours")
                        choices: [qsTr("System"), qsTr("Light"), qsTr("Dark")]
                        current: page.app.appearance.scheme
                        onChosen: index => page.app.appearance.scheme = index
                    }
                }
            }
            SettingsGroup {
                title: qsTr("Accounts")
                Repeater {
                    model: page.app.status
                    AccountLine {
                        onEditRequested: page.editRequested(key)
                        onRemoveRequested: removeSheet.ask(key, email)
                    }
                }
                PushButton {
                    iconName: "plus"
                    text: qsTr("Add account")
                    onClicked: page.addRequested()
                }
            }
            SettingsGroup {
                title: qsTr("About")
                Paragraph {
                    Layout.fillWidth: true
                    text: qsTr("Fulmar %1. Free software under the GNU General Public License, version 3 or later. Icons by Lucide (ISC licence).").arg(page.app.version)
                    soft: true
                }
            }
        }
    }
    Sheet {
        id: removeSheet
        property string account
        property string email
        title: qsTr("Remove %1?").arg(email)

        function ask(key: string, address: string) {
            account = key
            email = address
            open()
        }

        Paragraph {
            Layout.fillWidth: true
            text: qsTr("Its settings, password, local drafts and unsent messages are deleted from this computer. What is on the server stays there.")
            soft: true
        }
        RowLayout {
            Layout.fillWidth: true
            Item { Layout.fillWidth: true }
            PushButton {
                text: qsTr("Keep it")
                focus: true
                onClicked: removeSheet.close()
            }
            PushButton {
                destructive: true
                text: qsTr("Remove account")
                onClicked: {
                    page.app.removeAccount(removeSheet.account)
                    removeSheet.close()
                }
            }
        }
    }
}
