// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Fulmar.Theme
import Fulmar.Controls
import Fulmar.ViewModels

/// What is being tried, step by step.
ColumnLayout {
    id: root

    required property AccountForm form

    visible: repeater.count > 0
    spacing: Theme.gapXs
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Steps")

    Repeater {
        id: repeater
        model: root.form.steps
        RowLayout {
            id: step
            required property string name
            required property string detail
            required property int stepState
            required property string description
            readonly property bool failed: stepState === CheckStepsModel.Failed
            Layout.fillWidth: true
            spacing: Theme.gapS
            opacity: stepState === CheckStepsModel.Skipped ? 0.5 : 1
            Accessible.role: Accessible.ListItem
            Accessible.name: description
            Spinner {
                visible: step.stepState === CheckStepsModel.Running
            }
            Icon {
                visible: step.stepState !== CheckStepsModel.Running
                name: step.failed ? "circle-x" : step.stepState === CheckStepsModel.Done ? "circle-check" : "ellipsis"
                color: step.failed ? Theme.danger : step.stepState === CheckStepsModel.Done ? Theme.good : Theme.inkFaint
            }
            Words {
                text: step.name
                strong: step.failed
                Accessible.ignored: true
            }
            Words {
                Layout.fillWidth: true
                text: step.detail
                faint: true
                font.pixelSize: Theme.textSmall
                horizontalAlignment: Text.AlignLeft
                Accessible.ignored: true
            }
        }
    }
}
