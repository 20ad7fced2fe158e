// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/trackers.h"

#include <array>
#include <utility>

namespace fulmar::app {

QString trackerName(const QString& host)
{
    // Domains that the services name in their own documentation for open tracking.
    static constexpr std::array<std::pair<const char*, const char*>, 40> known{ {
        { "list-manage.com", "Mailchimp" },
        { "mailchimp.com", "Mailchimp" },
        { "mandrillapp.com", "Mandrill" },
        { "sendgrid.net", "SendGrid" },
        { "sendgrid.com", "SendGrid" },
        { "mailgun.org", "Mailgun" },
        { "mailgun.net", "Mailgun" },
        { "mailjet.com", "Mailjet" },
        { "mjt.lu", "Mailjet" },
        { "sparkpostmail.com", "SparkPost" },
        { "awstrack.me", "Amazon SES" },
        { "hubspot.com", "HubSpot" },
        { "hubspotemail.net", "HubSpot" },
        { "hs-analytics.net", "HubSpot" },
        { "mailtrack.io", "Mailtrack" },
        { "yesware.com", "Yesware" },
        { "bananatag.com", "Bananatag" },
        { "mixmax.com", "Mixmax" },
        { "streak.com", "Streak" },
        { "mailfoogae.appspot.com", "Streak" },
        { "getnotify.com", "GetNotify" },
        { "superhuman.com", "Superhuman" },
        { "exacttarget.com", "Salesforce" },
        { "exct.net", "Salesforce" },
        { "pardot.com", "Salesforce" },
        { "salesforce.com", "Salesforce" },
        { "marketo.com", "Marketo" },
        { "mktomail.com", "Marketo" },
        { "klaviyomail.com", "Klaviyo" },
        { "klaviyo.com", "Klaviyo" },
        { "convertkit-mail.com", "ConvertKit" },
        { "cmail19.com", "Campaign Monitor" },
        { "createsend.com", "Campaign Monitor" },
        { "constantcontact.com", "Constant Contact" },
        { "rs6.net", "Constant Contact" },
        { "sendibm1.com", "Brevo" },
        { "sendinblue.com", "Brevo" },
        { "google-analytics.com", "Google Analytics" },
        { "doubleclick.net", "Google Ads" },
        { "facebook.com", "Facebook" },
    } };
    for (const auto& [domain, name] : known) {
        const QLatin1String suffix(domain);
        if (host == suffix
            || (host.endsWith(suffix) && host.chopped(suffix.size()).endsWith(QLatin1Char('.'))))
            return QString::fromLatin1(name);
    }
    return {};
}

} // namespace fulmar::app
