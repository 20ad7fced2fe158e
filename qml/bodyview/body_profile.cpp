// SPDX-License-Identifier: GPL-3.0-or-later
#include "body_profile.h"

#include <QBuffer>
#include <QMetaObject>
#include <QWebEngineUrlRequestJob>

namespace fulmar::bodyview {

void BodySchemeHandler::requestStarted(QWebEngineUrlRequestJob* job)
{
    QByteArray type, bytes;
    const QUrl url = job->requestUrl();
    if (job->requestMethod() != "GET" || !content
        || !QMetaObject::invokeMethod(content, "resourceType", Qt::DirectConnection,
            Q_RETURN_ARG(QByteArray, type), Q_ARG(QUrl, url))
        || type.isEmpty()
        || !QMetaObject::invokeMethod(content, "resourceContent", Qt::DirectConnection,
            Q_RETURN_ARG(QByteArray, bytes), Q_ARG(QUrl, url))) {
        job->fail(QWebEngineUrlRequestJob::UrlNotFound);
        return;
    }
    auto* reply = new QBuffer(job);
    reply->setData(bytes);
    job->reply(type, reply);
}

BodyProfile::BodyProfile(QObject* parent) : QQuickWebEngineProfile(parent)
{
    setOffTheRecord(true);
    setHttpCacheType(QQuickWebEngineProfile::MemoryHttpCache);
    setPersistentCookiesPolicy(QQuickWebEngineProfile::NoPersistentCookies);
    setSpellCheckEnabled(false);
    setUrlRequestInterceptor(&m_wall);
    installUrlSchemeHandler(bodyScheme, &m_handler);
}

void BodyProfile::setContent(QObject* content)
{
    if (m_handler.content == content)
        return;
    m_handler.content = content;
    Q_EMIT contentChanged();
}

} // namespace fulmar::bodyview
