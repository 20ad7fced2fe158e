// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// Which folder is for what; a choice holds at once.
SettingsGroup {
    id: group

    required property AccountFolders folders

    title: qsTr("Folders")

    Repeater {
        model: group.folders
        RowLayout {
            id: line
            required property string key
            required property string label
            required property int chosen
            Layout.fillWidth: true
            spacing: Theme.gapL
            Words {
                Layout.fillWidth: true
                text: line.label
                horizontalAlignment: Text.AlignLeft
                Accessible.ignored: true
            }
            Choice {
                label: qsTr("Folder for: %1").arg(line.label)
                model: group.folders.choices
                currentIndex: line.chosen
                onActivated: index => group.folders.choose(line.key, index)
            }
        }
    }
}
