// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "discovery/presets.h"

#include <QString>

/// The one place where a failure becomes words for a person; used by the window and by fulmarctl.
namespace fulmar::app {

/// What the failed work was about; parts that are not known stay empty.
struct WordingContext {
    QString host{}; ///< server that was spoken to
    quint16 port = 0;
    QString account{}; ///< address of the account
    QString subject{}; ///< mail, folder or file that it is about
};

/// One sentence that says what happened, and one that says what to do; the second may be empty.
/// Plain text, without line breaks.
struct Wording {
    QString sentence;
    QString hint;
    bool operator==(const Wording&) const = default;
};

/// Total: every error gets a sentence. Thread: any, once the translator is installed.
Wording wordingFor(const Error& error, const WordingContext& context = {});

/// "network", "tls", "authentication", …: the word for scripts.
QString errorKindName(ErrorKind kind);

/// What to know before the password of an account is typed; empty for `PasswordNote::None`.
QString passwordNoteText(discovery::PasswordNote note, const QString& providerName);

} // namespace fulmar::app
