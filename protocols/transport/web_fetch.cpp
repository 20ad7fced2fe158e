// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/web_fetch.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <memory>

namespace fulmar::transport {
namespace {

constexpr int mostRedirects = 5;

/// Keeps nothing and gives nothing.
class NoCookies : public QNetworkCookieJar {
public:
    using QNetworkCookieJar::QNetworkCookieJar;
    [[nodiscard]] QList<QNetworkCookie> cookiesForUrl(const QUrl&) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie>&, const QUrl&) override { return false; }
};

bool isWeb(const QUrl& url)
{
    return (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"))
        && !url.host().isEmpty();
}

QNetworkRequest requestFor(const QUrl& url, std::chrono::milliseconds patience)
{
    QUrl clean = url;
    clean.setUserInfo(QString());
    clean.setFragment(QString());
    QNetworkRequest request(clean);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setHeader(QNetworkRequest::UserAgentHeader, QByteArrayLiteral("Mozilla/5.0"));
    request.setRawHeader("Accept", "image/png,image/jpeg,image/gif,image/webp;q=0.9,*/*;q=0.1");
    request.setRawHeader("Accept-Language", "en");
    request.setMaximumRedirectsAllowed(mostRedirects);
    request.setTransferTimeout(static_cast<int>(patience.count()));
    return request;
}

} // namespace

WebFetch::WebFetch(QObject* parent) : QObject(parent)
{
    m_network.setCookieJar(new NoCookies(&m_network));
    m_network.setAutoDeleteReplies(true);
}

void WebFetch::get(const QUrl& url, qint64 mostBytes, std::chrono::milliseconds patience, Done done)
{
    if (!isWeb(url))
        return done({ {}, 0, QStringLiteral("address") });
    QNetworkRequest request = requestFor(url, patience);
    request.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
    watch(m_network.get(request), mostBytes, std::move(done));
}

void WebFetch::post(
    const QUrl& url, const QByteArray& form, std::chrono::milliseconds patience, Done done)
{
    if (url.scheme() != QLatin1String("https") || url.host().isEmpty())
        return done({ {}, 0, QStringLiteral("address") });
    QNetworkRequest request = requestFor(url, patience);
    request.setHeader(
        QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/x-www-form-urlencoded"));
    request.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    constexpr qint64 answerBytes = 64 * 1024;
    watch(m_network.post(request, form), answerBytes, std::move(done));
}

void WebFetch::watch(QNetworkReply* reply, qint64 mostBytes, Done done)
{
    const auto tooLarge = std::make_shared<bool>(false);
    connect(reply, &QNetworkReply::downloadProgress, this,
        [reply, mostBytes, tooLarge](qint64 received, qint64 total) {
            if (received > mostBytes || total > mostBytes) {
                *tooLarge = true;
                reply->abort();
            }
        });
    connect(reply, &QNetworkReply::finished, this, [reply, tooLarge, done = std::move(done)] {
        WebAnswer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (*tooLarge)
            answer.error = QStringLiteral("too large");
        else if (reply->error() == QNetworkReply::OperationCanceledError)
            answer.error = QStringLiteral("timeout");
        else if (reply->error() != QNetworkReply::NoError)
            answer.error = reply->errorString();
        else
            answer.body = reply->readAll();
        done(std::move(answer));
    });
}

} // namespace fulmar::transport
