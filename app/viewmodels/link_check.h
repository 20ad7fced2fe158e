// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace fulmar::app {

/// What to do with a link that was activated.
struct LinkVerdict {
    enum class What { Open, Ask, Refuse, Compose } what = What::Refuse;
    QString reason{}; ///< why it is asked about, one sentence
    bool operator==(const LinkVerdict&) const = default;
};

/// Judges by the address itself and by the words that stood for it, empty where they are no
/// address. Only http, https and mailto leave; another host than the words say, a sign-in name in
/// front of the host, a bare number for a host and letters of mixed scripts are asked about. Pure.
LinkVerdict judgeLink(const QUrl& url, const QString& words);

/// The address as it is shown: host in ASCII where its letters deceive, no hidden characters, at
/// most 300 characters.
QString linkText(const QUrl& url);

} // namespace fulmar::app
