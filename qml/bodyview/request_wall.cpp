// SPDX-License-Identifier: GPL-3.0-or-later
#include "request_wall.h"

namespace fulmar::bodyview {

bool isAllowed(const QUrl& url, QWebEngineUrlRequestInfo::ResourceType type)
{
    if (url.scheme() != QLatin1String(bodyScheme))
        return false;
    return type == QWebEngineUrlRequestInfo::ResourceTypeMainFrame
        || type == QWebEngineUrlRequestInfo::ResourceTypeImage;
}

void RequestWall::interceptRequest(QWebEngineUrlRequestInfo& request)
{
    // Blocking a navigation here crashes some versions of Qt (QTBUG-125284); BodyView.qml refuses
    // those before they start.
    if (!isAllowed(request.requestUrl(), request.resourceType()))
        request.block(true);
}

} // namespace fulmar::bodyview
