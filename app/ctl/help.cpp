// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/help.h"

#include "ctl/command_table.h"

#include <QCoreApplication>

namespace fulmar::ctl {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Ctl", text);
}

QString globalOptions()
{
    return tr("  --profile DIR   everything lives in DIR (else $FULMAR_PROFILE, else the user's "
              "data folder)\n"
              "  --json          one JSON object per line on standard output\n"
              "  --no-wait       fail instead of waiting for another fulmarctl\n"
              "  --verbose       say on standard error what is going on\n"
              "  --help          this text, also behind each command\n"
              "  --version\n");
}

QString listOf(const QString& group)
{
    QString out = tr("Usage: fulmarctl [--profile DIR] [--json] COMMAND …\n\nCommands:\n");
    for (const auto& command : commandTable()) {
        if (group.isEmpty() || command.name == group
            || command.name.startsWith(group + QLatin1Char(' ')))
            out += QStringLiteral("  %1 %2\n").arg(command.name.leftJustified(18), command.summary);
    }
    return out + tr("\nOptions:\n") + globalOptions()
        + tr("\nExample:\n  fulmarctl account add anna@gmail.com --password-stdin\n  fulmarctl "
             "sync\n  fulmarctl list --folder INBOX --limit 20\n");
}

QString optionLine(const OptionSpec& option)
{
    const bool shortOnly = option.name.size() == 1 || option.name == QStringLiteral("fullname");
    QString name = shortOnly ? QStringLiteral("-%1").arg(option.shortName)
                             : QStringLiteral("--%1").arg(option.name);
    if (!option.value.isEmpty())
        name += QLatin1Char(' ') + option.value;
    return QStringLiteral("  %1 %2\n").arg(name.leftJustified(24), option.help);
}

QString helpOf(const CommandSpec& command)
{
    QString out = tr("Usage: fulmarctl %1").arg(command.name);
    if (!command.words.isEmpty())
        out += QLatin1Char(' ') + command.words;
    out += (command.options.isEmpty() ? QString() : tr(" [OPTION…]")) + QStringLiteral("\n\n")
        + command.summary + u'\n';
    if (!command.options.isEmpty())
        out += tr("\nOptions:\n");
    for (const auto& option : command.options)
        out += optionLine(option);
    out += tr("\nOptions of all commands:\n") + globalOptions() + tr("\nExample:\n");
    for (const auto& line : command.example.split(u'\n'))
        out += QStringLiteral("  ") + line + u'\n';
    return out;
}

} // namespace

QString helpFor(const Arguments& arguments)
{
    if (arguments.version)
        return QStringLiteral("fulmarctl " FULMAR_VERSION "\n");
    return arguments.command == nullptr ? listOf(arguments.topic) : helpOf(*arguments.command);
}

} // namespace fulmar::ctl
