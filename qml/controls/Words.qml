// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Theme

/// Every text of the window. Plain, whatever the text holds: mail must never be read as markup.
Text {
    property bool strong: false
    property bool soft: false
    property bool faint: false

    textFormat: Text.PlainText
    color: faint ? Theme.inkFaint : soft ? Theme.inkSoft : Theme.ink
    font.pixelSize: Theme.textBody
    font.weight: strong ? Font.DemiBold : Font.Normal
    elide: Text.ElideRight
    verticalAlignment: Text.AlignVCenter
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
