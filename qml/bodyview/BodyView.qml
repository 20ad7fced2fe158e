// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtWebEngine
import Fulmar.BodyView

/// The only place where message HTML is drawn: sanitised before, without script, without network, forgotten afterwards.
WebEngineView {
    id: view

    property QtObject content
    property url document

    property color ground: "white"
    property int crashes: 0

    signal linkActivated(url address)
    signal linkUnderPointer(url address)
    signal gaveUp()

    function find(words: string, backwards: bool) { view.findText(words, backwards ? WebEngineView.FindBackward : 0) }
    function savePdf(file: url) { view.printToPdf(decodeURIComponent(file.toString().replace("file://", ""))) }

    profile: BodyProfile { content: view.content }
    url: document
    backgroundColor: ground
    activeFocusOnTab: true
    Accessible.role: Accessible.WebDocument
    Accessible.name: qsTr("Formatted message")

    settings.javascriptEnabled: false
    settings.javascriptCanOpenWindows: false
    settings.javascriptCanAccessClipboard: false
    settings.pluginsEnabled: false
    settings.pdfViewerEnabled: false
    settings.localStorageEnabled: false
    settings.localContentCanAccessRemoteUrls: false
    settings.localContentCanAccessFileUrls: false
    settings.dnsPrefetchEnabled: false
    settings.autoLoadIconsForPage: false
    settings.hyperlinkAuditingEnabled: false
    settings.fullScreenSupportEnabled: false
    settings.webGLEnabled: false
    settings.accelerated2dCanvasEnabled: false
    settings.screenCaptureEnabled: false
    settings.webRTCPublicInterfacesOnly: true
    settings.allowRunningInsecureContent: false
    settings.allowGeolocationOnInsecureOrigins: false
    settings.allowWindowActivationFromJavaScript: false
    settings.playbackRequiresUserGesture: true
    settings.errorPageEnabled: false
    settings.focusOnNavigationEnabled: false
    settings.linksIncludedInFocusChain: true
    settings.unknownUrlSchemePolicy: WebEngineSettings.DisallowUnknownUrlSchemes

    onNavigationRequested: request => {
        if (request.isMainFrame && request.url.toString() === view.document.toString())
            return
        request.reject()
        if (request.isMainFrame && request.navigationType === WebEngineNavigationRequest.LinkClickedNavigation)
            view.linkActivated(request.url)
    }
    onLinkHovered: hoveredUrl => view.linkUnderPointer(hoveredUrl)
    // A message that kills the renderer is shown again, and as plain text if it does so twice.
    onRenderProcessTerminated: (status, code) => {
        if (status === WebEngineView.NormalTerminationStatus)
            return
        if (++view.crashes < 2)
            Qt.callLater(view.reload)
        else
            view.gaveUp()
    }
    onDocumentChanged: crashes = 0
    onNewWindowRequested: request => {
        if (request.userInitiated)
            view.linkActivated(request.requestedUrl)
    }
    onContextMenuRequested: request => request.accepted = true
    onFeaturePermissionRequested: (origin, feature) => view.grantFeaturePermission(origin, feature, false)
    onCertificateError: error => error.rejectCertificate()
    onJavaScriptDialogRequested: request => request.dialogReject()
    onFileDialogRequested: request => request.dialogReject()
}
