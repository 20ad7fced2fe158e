// SPDX-License-Identifier: GPL-3.0-or-later
#include "request_wall.h"

#include <QQmlEngineExtensionPlugin>
#include <QWebEngineUrlScheme>

#include <QtWebEngineQuick>

extern void qml_register_types_Fulmar_BodyView();
Q_GHS_KEEP_REFERENCE(qml_register_types_Fulmar_BodyView)

namespace fulmar::bodyview {

/// The module that brings Qt WebEngine into the program; loaded when the first HTML message is
/// opened.
class BodyPlugin : public QQmlEngineExtensionPlugin {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QQmlEngineExtensionInterface_iid)
public:
    explicit BodyPlugin(QObject* parent = nullptr) : QQmlEngineExtensionPlugin(parent)
    {
        volatile auto keep = &qml_register_types_Fulmar_BodyView;
        Q_UNUSED(keep)
        hardenChromium();
        registerScheme();
    }

private:
    /// Name look-ups, WebRTC and prefetch are no URL requests and would pass the interceptor: they
    /// are closed below it.
    static void hardenChromium()
    {
        qputenv("QTWEBENGINE_CHROMIUM_FLAGS", qgetenv("QTWEBENGINE_CHROMIUM_FLAGS") + networkWall);
    }

    static void registerScheme()
    {
        QWebEngineUrlScheme scheme(bodyScheme);
        scheme.setSyntax(QWebEngineUrlScheme::Syntax::Path);
        scheme.setFlags(QWebEngineUrlScheme::SecureScheme | QWebEngineUrlScheme::NoAccessAllowed);
        QWebEngineUrlScheme::registerScheme(scheme);
    }
};

} // namespace fulmar::bodyview

#include "body_plugin.moc"
