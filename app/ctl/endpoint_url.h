// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expected.h"
#include "ctl/failure.h"
#include "transport/endpoint.h"

#include <QString>

namespace fulmar::ctl {

enum class Service { Imap, Pop3, Smtp };

/// "imaps://host:port", "imap+starttls://host", "smtps://…", "smtp+starttls://…"; the port may be
/// left out. There is no clear-text form: "imap://" is refused with the two that are safe.
Expected<transport::Endpoint, Failure> parseEndpoint(const QString& url, Service service);

/// The inverse; empty for an endpoint without a host.
QString endpointUrl(const transport::Endpoint& endpoint, Service service);

} // namespace fulmar::ctl
