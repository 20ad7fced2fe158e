// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <functional>

namespace fulmar::transport {

/// What came back; an empty `error` means it is whole.
struct WebAnswer {
    QByteArray body{};
    int status = 0; ///< HTTP status; 0 = none
    QString error{}; ///< the system's words, or "too large", "timeout", "redirect", "address"
};

/// Fetches what a person asked for, and tells no more than that: no cookie, no referrer, no cache,
/// no sign-in, one neutral User-Agent. Only http and https; a redirect from https to http is
/// refused, as are more than five; TLS errors end it. Created and used on one thread, which needs
/// an event loop; answers come on it, and none after its destruction.
class WebFetch : public QObject {
    Q_OBJECT
public:
    explicit WebFetch(QObject* parent = nullptr);

    using Done = std::function<void(WebAnswer)>;
    /// Stops with "too large" above `mostBytes` and with "timeout" after `patience`.
    void get(const QUrl& url, qint64 mostBytes, std::chrono::milliseconds patience, Done done);
    /// Sends a form and follows no redirect; the answer's body is dropped.
    void post(
        const QUrl& url, const QByteArray& form, std::chrono::milliseconds patience, Done done);

private:
    void watch(QNetworkReply* reply, qint64 mostBytes, Done done);

    QNetworkAccessManager m_network{};
};

} // namespace fulmar::transport
