// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.BodyView
import Fulmar.ViewModels

/// Loaded when the first HTML message is opened, and not before: it brings Qt WebEngine with it.
BodyView {
    required property ReaderViewModel reader

    content: reader
    document: reader.showHtml ? reader.htmlUrl : ""
    onLinkActivated: address => reader.openLink(address)
}
