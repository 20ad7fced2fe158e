// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Theme

/// Text of more than one line.
Words {
    wrapMode: Text.Wrap
    elide: Text.ElideNone
    lineHeight: Theme.lineHeight
    verticalAlignment: Text.AlignTop
}
