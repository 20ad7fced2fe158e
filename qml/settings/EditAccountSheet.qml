// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Fulmar.Controls
import Fulmar.Theme
import Fulmar.Setup
import Fulmar.ViewModels

/// Password and servers of an account that is there already.
Sheet {
    id: sheet

    required property AppViewModel app
    property AccountForm form: null
    property AccountFolders folders: null

    title: form ? form.email : ""

    function edit(account: string) {
        form = app.editAccountForm(account)
        folders = app.accountFolders(account)
        if (form)
            open()
    }

    Connections {
        target: sheet.form
        function onDone() { sheet.close() }
    }
    Flickable {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: contentHeight
        contentHeight: column.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollMark { }
        ColumnLayout {
            id: column
            width: parent.width
            spacing: Theme.gapXl
            Loader {
                Layout.fillWidth: true
                active: sheet.visible && sheet.form !== null
                sourceComponent: AccountFormView {
                    form: sheet.form
                    cancellable: true
                    onCancelled: sheet.close()
                    Component.onCompleted: takeFocus()
                }
            }
            Loader {
                Layout.fillWidth: true
                active: sheet.visible && sheet.folders !== null && sheet.folders.choices.length > 1
                sourceComponent: FolderRoles { folders: sheet.folders }
            }
        }
    }
}
