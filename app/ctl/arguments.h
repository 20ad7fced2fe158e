// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expected.h"
#include "ctl/failure.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace fulmar::ctl {

class Command;
struct CommandContext;

struct OptionSpec {
    QString name {}; ///< without dashes
    QString value {}; ///< what its value is called in the help; empty = a switch
    QString help {};
    bool repeats = false;
    QChar shortName{};
};

struct Arguments;

/// What one command takes and where its code is.
struct CommandSpec {
    QString name {}; ///< "account add"
    QString words {}; ///< its arguments as the help shows them: "ID…"
    int least = 0, most = 0; ///< number of arguments; most -1 = any
    QString summary {};
    QString example {}; ///< one line or more, without a prompt
    QList<OptionSpec> options{};
    bool signedWords = false; ///< "-seen" and "+seen" are arguments
    bool needsProfile = true; ///< false: works without store and engine
    std::function<bool(const Arguments&)> wantsInput{}; ///< whether standard input is read
    std::function<bool(const Arguments&)> stays{}; ///< whether it runs until it is stopped
    std::function<std::unique_ptr<Command>(const CommandContext&)> make{};
};

/// A command line, taken apart.
struct Arguments {
    const CommandSpec* command = nullptr; ///< nothing: only help or version was asked for
    QString topic{}; ///< the command words that were given, also where they are incomplete
    QString profile{};
    bool json = false, verbose = false, noWait = false, help = false, version = false;
    QStringList words{};
    QHash<QString, QStringList> options{};

    [[nodiscard]] bool has(const QString& option) const { return options.contains(option); }
    /// The last value of an option, empty where it was not given.
    [[nodiscard]] QString value(const QString& option) const
    {
        return options.value(option).value(options.value(option).size() - 1);
    }
    [[nodiscard]] QStringList values(const QString& option) const { return options.value(option); }
};

/// Takes a command line apart; `arguments` without the program's name. Global options may stand
/// anywhere before "--".
Expected<Arguments, Failure> parseArguments(
    const QStringList& arguments, const std::vector<CommandSpec>& commands);

/// A whole number of an option in its bounds; nothing where the option was not given.
Expected<std::optional<qint64>, Failure> numberOf(
    const Arguments& arguments, const QString& option, qint64 least, qint64 most);

} // namespace fulmar::ctl
