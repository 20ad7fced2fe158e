// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Fulmar.ViewModels

/// Opens one window per mail that is written; one that is open already comes to the front.
QtObject {
    id: root

    property var open: ({})

    function show(composer: ComposerViewModel) {
        const known = open[composer]
        if (known) {
            known.raise()
            known.requestActivate()
            return
        }
        const component = Qt.createComponent(Qt.resolvedUrl("../Composer/ComposerWindow.qml"))
        const shown = component.createObject(null, { composer: composer })
        if (!shown) {
            console.warn(component.errorString())
            return
        }
        open[composer] = shown
        composer.finished.connect(() => delete root.open[composer])
        shown.requestActivate()
    }
}
