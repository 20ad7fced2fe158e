// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <QWebEngineUrlRequestInterceptor>

namespace fulmar::bodyview {

/// Our own scheme: the message's document and the pictures inside the message.
inline constexpr char bodyScheme[] = "fulmar-cid";

/// Whether a request may leave the view at all. Pure.
bool isAllowed(const QUrl& url, QWebEngineUrlRequestInfo::ResourceType type);

/// The third wall: refuses every request but those of our own scheme, before the network stack sees
/// it.
class RequestWall : public QWebEngineUrlRequestInterceptor {
    Q_OBJECT
public:
    using QWebEngineUrlRequestInterceptor::QWebEngineUrlRequestInterceptor;
    void interceptRequest(QWebEngineUrlRequestInfo& request) override;
};

} // namespace fulmar::bodyview
