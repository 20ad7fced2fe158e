// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.Theme

/// The theme for the few parts that Qt draws itself: file dialogs and text menus.
Palette {
    window: Theme.surface
    windowText: Theme.ink
    base: Theme.surface
    alternateBase: Theme.list
    text: Theme.ink
    button: Theme.raised
    buttonText: Theme.ink
    brightText: Theme.ink
    highlight: Theme.accent
    highlightedText: Theme.inkOnAccent
    toolTipBase: Theme.raised
    toolTipText: Theme.ink
    placeholderText: Theme.inkFaint
    light: Theme.hover
    midlight: Theme.hover
    mid: Theme.line
    dark: Theme.inkSoft
    shadow: Theme.shadow
    link: Theme.accent
}
