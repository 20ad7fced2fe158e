// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/compression_rule.h"

#include "common/ascii.h"

namespace fulmar {

bool compressionHelps(std::string_view host)
{
    if (!host.empty() && host.back() == '.')
        host.remove_suffix(1);
    const bool local = ascii::equalsIgnoreCase(host, "localhost") || host == "::1"
        || host == "[::1]"
        || (host.starts_with("127.")
            && host.find_first_not_of("0123456789.") == std::string_view::npos);
    return !local;
}

bool wantsCompression(const Account& account)
{
    return account.compression == Compression::Always
        || (account.compression == Compression::Auto && compressionHelps(account.incoming.host));
}

} // namespace fulmar
