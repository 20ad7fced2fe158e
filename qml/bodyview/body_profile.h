// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "request_wall.h"

#include <QPointer>
#include <QQuickWebEngineProfile>
#include <QWebEngineUrlSchemeHandler>
#include <QtQml/qqmlregistration.h>

namespace fulmar::bodyview {

/// Answers our own scheme from the message that is shown; knows no file and no network.
class BodySchemeHandler : public QWebEngineUrlSchemeHandler {
    Q_OBJECT
public:
    using QWebEngineUrlSchemeHandler::QWebEngineUrlSchemeHandler;
    void requestStarted(QWebEngineUrlRequestJob* job) override;
    /// Has `QByteArray resourceType(QUrl)` and `QByteArray resourceContent(QUrl)`.
    QPointer<QObject> content{};
};

/// The fourth wall: a profile that keeps nothing and passes everything by `RequestWall`. GUI
/// thread.
class BodyProfile : public QQuickWebEngineProfile {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QObject* content READ content WRITE setContent NOTIFY contentChanged)
public:
    explicit BodyProfile(QObject* parent = nullptr);

    [[nodiscard]] QObject* content() const { return m_handler.content; }
    void setContent(QObject* content);

Q_SIGNALS:
    void contentChanged();

private:
    RequestWall m_wall{};
    BodySchemeHandler m_handler{};
};

} // namespace fulmar::bodyview
