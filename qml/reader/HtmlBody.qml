// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.BodyView
import Fulmar.Theme
import Fulmar.ViewModels

/// Loaded when the first HTML message is opened, and not before: it brings Qt WebEngine with it.
BodyView {
    required property ReaderViewModel reader

    content: reader
    document: reader.showHtml ? reader.htmlUrl : ""
    ground: Theme.surface
    onLinkActivated: address => reader.openLink(address)
    onLinkUnderPointer: address => reader.hoverLink(address)
    onGaveUp: reader.showHtml = false
}
