// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Theme

/// The name of a label, quiet enough to stand beside a subject.
Rectangle {
    id: chip

    required property string name
    property int maximumWidth: 120

    implicitWidth: Math.min(maximumWidth, Math.ceil(words.implicitWidth) + 2 * Theme.gapXs + 2)
    implicitHeight: words.implicitHeight + 2
    radius: Theme.radiusS
    color: Theme.accentSoft
    border.width: Theme.hairline
    border.color: Theme.line

    Words {
        id: words
        anchors.fill: parent
        anchors.leftMargin: Theme.gapXs + 1
        anchors.rightMargin: Theme.gapXs + 1
        text: chip.name
        soft: true
        font.pixelSize: Theme.textSmall - 1
        horizontalAlignment: Text.AlignHCenter
        Accessible.name: qsTr("Label %1").arg(chip.name)
    }
}
