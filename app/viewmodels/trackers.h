// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace fulmar::app {

/// Whose service a host belongs to that counts who opened a mail ("Mailchimp"); empty where it is
/// not known. Host in lower case.
QString trackerName(const QString& host);

} // namespace fulmar::app
