// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic

/// A verb of the window: its name, its drawing, its keys. Menus, toolbars and the keyboard share it.
Action {
    property string iconName
    /// Shown in menus and tooltips; may name a single key that only the list takes.
    property string shortcutText
}
