// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <QWebEngineUrlRequestInterceptor>

namespace fulmar::bodyview {

/// Our own scheme: the message's document and the pictures inside the message.
inline constexpr char bodyScheme[] = "fulmar-cid";

/// The fourth wall, below everything that a page can reach: no name is looked up, and the proxy is
/// a port where nobody listens. Switches of Chromium, for the whole process.
inline constexpr char networkWall[]
    = " --host-resolver-rules=\"MAP * ~NOTFOUND\" --proxy-server=127.0.0.1:9"
      " --proxy-bypass-list=<-loopback> "
      "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"
      " --disable-background-networking --dns-prefetch-disable --no-pings"
      " --disable-features=WebRtcHideLocalIpsWithMdns,NetworkPrediction,Prerender2";

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
