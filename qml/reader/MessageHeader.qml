// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// Who wrote what to whom and when. The true address always stands beside the name.
ColumnLayout {
    id: root

    required property ReaderViewModel reader
    property string folderName

    spacing: Theme.gapM

    TextEdit {
        Layout.fillWidth: true
        text: root.reader.subject
        textFormat: TextEdit.PlainText
        readOnly: true
        selectByMouse: true
        activeFocusOnTab: true
        wrapMode: TextEdit.Wrap
        color: Theme.ink
        selectionColor: Theme.accent
        selectedTextColor: Theme.inkOnAccent
        font.pixelSize: Theme.textHeadline
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
        Accessible.name: text
        Accessible.readOnly: true
    }
    Flow {
        Layout.fillWidth: true
        visible: root.reader.labels.length > 0
        spacing: Theme.gapXs
        Repeater {
            model: root.reader.labels
            LabelChip {
                required property string modelData
                name: modelData
                maximumWidth: root.width / 2
            }
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gapM
        Avatar {
            Layout.alignment: Qt.AlignTop
            letters: root.reader.initials
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gapS
                Words {
                    Layout.preferredWidth: Math.min(Math.ceil(implicitWidth), root.width / 2)
                    text: root.reader.senderName
                    strong: true
                    horizontalAlignment: Text.AlignLeft
                }
                Words {
                    Layout.fillWidth: true
                    Layout.minimumWidth: Math.min(Math.ceil(implicitWidth), 120)
                    text: root.reader.senderAddress
                    soft: true
                    elide: Text.ElideMiddle
                    horizontalAlignment: Text.AlignLeft
                    Accessible.name: qsTr("Address: %1").arg(text)
                }
                Icon {
                    visible: root.reader.proof !== ReaderViewModel.Unknown
                    name: root.reader.proof === ReaderViewModel.Good ? "circle-check" : "shield-alert"
                    color: root.reader.proof === ReaderViewModel.Good ? Theme.good : Theme.warning
                    size: Theme.iconSmall
                    Accessible.role: Accessible.StaticText
                    Accessible.name: root.reader.proofWords
                    HoverHandler { id: overProof }
                    Tip {
                        text: root.reader.proofWords
                        visible: overProof.hovered
                    }
                }
                Words {
                    text: root.reader.date
                    faint: true
                    font.pixelSize: Theme.textSmall
                }
            }
            AddressLine {
                title: qsTr("To")
                addresses: root.reader.to
            }
            AddressLine {
                title: qsTr("Cc")
                addresses: root.reader.cc
            }
            AddressLine {
                title: qsTr("Answers go to")
                addresses: root.reader.replyTo
                warning: true
            }
        }
    }
}
