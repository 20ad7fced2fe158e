// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/notice_words.h"

#include "viewmodels/formats.h"

#include <QCoreApplication>

namespace fulmar::app {
namespace {

QString tr(const char* source)
{
    return QCoreApplication::translate("Notices", source);
}

QString sentence(const Notice& notice, const QString& subject)
{
    switch (notice.kind) {
    case Notice::Kind::ActionRefused:
        return subject.isEmpty()
            ? tr("The server refused a change; it was taken back.")
            : tr("The server refused a change in “%1”; it was taken back.").arg(subject);
    case Notice::Kind::ActionWaits:
        return tr("The server cannot make a change now; it waits and is tried again.");
    case Notice::Kind::KeywordNotKept:
        return tr("This folder's server keeps no tags of one's own; the tag was taken back.");
    case Notice::Kind::MailRefused:
        return tr("“%1” was not sent. It waits in the outbox.").arg(subject);
    case Notice::Kind::MailUnknown:
        return tr("“%1” may have been sent. See the outbox.").arg(subject);
    case Notice::Kind::MailBounced:
        return tr("A mail to %1 came back. See the outbox.").arg(subject);
    case Notice::Kind::ServerAlert:
        return tr("A message from the mail server");
    case Notice::Kind::CacheRebuilt:
        return tr("The local copy was damaged and is being fetched again. Nothing is lost.");
    case Notice::Kind::Skipped:
        return subject.isEmpty()
            ? tr("Something the server sent could not be read and was left out.")
            : tr("Something in “%1” could not be read and was left out.").arg(subject);
    }
    return {};
}

} // namespace

Wording noticeWords(const Notice& notice)
{
    Wording words{ sentence(notice, displayText(notice.subject)), displayText(notice.serverText) };
    if (words.hint.isEmpty() && notice.error && notice.kind != Notice::Kind::KeywordNotKept) {
        const Wording cause = wordingFor(*notice.error);
        words.hint = cause.hint.isEmpty() ? cause.sentence
                                          : cause.sentence + QLatin1Char(' ') + cause.hint;
    }
    return words;
}

} // namespace fulmar::app
