// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton
import QtQuick

/// Colours, sizes and type of the whole window. The only file with colour values and pixel constants.
QtObject {
    id: theme

    /// Set once by Main from the settings or the system's palette.
    property bool dark: false
    /// Pixels of ordinary text; everything else follows from it.
    property int baseSize: 13

    // Surfaces, from back to front
    readonly property color sidebar: dark ? "#15191b" : "#f2f4f5"
    readonly property color list: dark ? "#191e20" : "#fafbfb"
    readonly property color surface: dark ? "#1e2326" : "#ffffff"
    readonly property color raised: dark ? "#272d31" : "#ffffff"
    readonly property color paper: "#ffffff"

    // Text
    readonly property color ink: dark ? "#e8ecee" : "#182023"
    readonly property color inkSoft: dark ? "#b1bbc1" : "#4b575d"
    readonly property color inkFaint: dark ? "#8f9ba2" : "#667279"
    readonly property color inkOnAccent: dark ? "#08262f" : "#ffffff"

    // Lines and states
    readonly property color line: dark ? "#2d3438" : "#e1e6e8"
    readonly property color lineStrong: dark ? "#475258" : "#c3ccd0"
    readonly property color hover: dark ? "#252b2f" : "#e9edef"
    readonly property color pressed: dark ? "#2f373b" : "#dde3e6"
    readonly property color selected: dark ? "#1d3c46" : "#d8eaf0"
    readonly property color selectedQuiet: dark ? "#273238" : "#e6ebed"

    // Meaning
    readonly property color accent: dark ? "#62bdd3" : "#0c6a81"
    readonly property color accentHover: dark ? "#7bcce0" : "#095a6e"
    readonly property color accentPressed: dark ? "#4aa9c0" : "#074b5c"
    readonly property color focus: dark ? "#7fd0e4" : "#1587a3"
    readonly property color star: dark ? "#f0c04c" : "#c58a00"
    readonly property color danger: dark ? "#f19a92" : "#b3261e"
    readonly property color dangerSoft: dark ? "#3b2422" : "#fbeae9"
    readonly property color warning: dark ? "#e7be63" : "#8a5a00"
    readonly property color warningSoft: dark ? "#352c18" : "#fcf3df"
    readonly property color good: dark ? "#7fc99a" : "#1f7a45"
    readonly property color accentSoft: dark ? "#1b333b" : "#e6f2f5"
    readonly property color shade: dark ? "#99000000" : "#66182023"
    readonly property color shadow: dark ? "#80000000" : "#2b182023"

    // The 4 px grid
    readonly property int gapXs: 4
    readonly property int gapS: 8
    readonly property int gapM: 12
    readonly property int gapL: 16
    readonly property int gapXl: 24
    readonly property int gapXxl: 32

    readonly property int radiusS: 4
    readonly property int radiusM: 6
    readonly property int radiusL: 10
    readonly property int hairline: 1
    readonly property int focusWidth: 2

    // Type
    readonly property int textSmall: baseSize - 1
    readonly property int textBody: baseSize
    readonly property int textLead: baseSize + 1
    readonly property int textTitle: baseSize + 3
    readonly property int textHeadline: baseSize + 8
    readonly property real lineHeight: 1.45
    readonly property string monospace: "monospace"

    // Parts
    readonly property int controlHeight: Math.round(baseSize * 2.46 / 4) * 4
    readonly property int iconSmall: 14
    readonly property int icon: 16
    readonly property int iconLarge: 20
    readonly property int iconHuge: 40
    readonly property int headerHeight: 52
    readonly property int avatar: 36
    readonly property int treeRow: Math.round(baseSize * 2.46 / 4) * 4
    readonly property int messageRow: Math.round(baseSize * 5.9 / 4) * 4
    readonly property int railWidth: 56
    readonly property int sidebarWidth: 236
    readonly property int listWidth: 372
    readonly property int readingWidth: 760
    readonly property int formWidth: 460
    readonly property int wideWindow: 1000
    readonly property int middleWindow: 860
    readonly property int tipDelay: 500
    readonly property int quick: 120
}
