// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import Fulmar.Theme
import Fulmar.ViewModels

/// One mail being written, in a window of its own. Closing keeps the draft.
ApplicationWindow {
    id: window

    required property ComposerViewModel composer

    width: 760
    height: 640
    minimumWidth: 420
    minimumHeight: 360
    title: qsTr("%1 – Fulmar").arg(composer.title)
    color: Theme.surface
    visible: true
    LayoutMirroring.enabled: Application.layoutDirection === Qt.RightToLeft
    LayoutMirroring.childrenInherit: true
    palette: ThemePalette { }

    onClosing: close => {
        close.accepted = false
        composer.close()
    }
    Connections {
        target: window.composer
        function onFinished() { window.destroy() }
    }
    ComposerPage {
        anchors.fill: parent
        composer: window.composer
    }
}
