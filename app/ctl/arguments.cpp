// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/arguments.h"

#include <QCoreApplication>

#include <algorithm>

namespace fulmar::ctl {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Ctl", text);
}

class Parser {
public:
    Parser(QStringList arguments, const std::vector<CommandSpec>& commands)
        : m_left(std::move(arguments)), m_commands(commands)
    {
    }

    Expected<Arguments, Failure> run()
    {
        bool onlyWords = false;
        while (!m_left.isEmpty() && !m_failure) {
            const QString next = m_left.takeFirst();
            if (!onlyWords && next == QStringLiteral("--"))
                onlyWords = true;
            else if (!onlyWords && next.startsWith(QStringLiteral("--")))
                takeLong(next.mid(2));
            else if (!onlyWords && next.size() > 1 && next.startsWith(u'-') && !isSignedWord(next))
                takeShort(next.mid(1));
            else
                takeWord(next);
        }
        finish();
        if (m_failure)
            return Unexpected(*m_failure);
        return m_result;
    }

private:
    [[nodiscard]] bool isSignedWord(const QString& word) const
    {
        return m_result.command != nullptr && m_result.command->signedWords
            && word != QStringLiteral("-h");
    }

    bool takeGlobal(const QString& name, const std::optional<QString>& value)
    {
        if (name == QStringLiteral("profile")) {
            m_result.profile = valueFor(name, value);
            return true;
        }
        const std::pair<const char*, bool*> switches[] = {
            { "json", &m_result.json },
            { "verbose", &m_result.verbose },
            { "no-wait", &m_result.noWait },
            { "help", &m_result.help },
            { "version", &m_result.version },
        };
        for (const auto& [known, target] : switches) {
            if (name == QLatin1String(known) && !value) {
                *target = true;
                return true;
            }
        }
        return false;
    }

    void takeLong(const QString& text)
    {
        const auto equals = text.indexOf(u'=');
        const QString name = text.left(equals < 0 ? text.size() : equals);
        const auto value = equals < 0 ? std::nullopt : std::optional(text.mid(equals + 1));
        if (takeGlobal(name, value))
            return;
        const auto* option = find([&](const OptionSpec& o) { return o.name == name; });
        if (option == nullptr)
            return fail(tr("There is no option --%1 here.").arg(name));
        store(*option, value);
    }

    void takeShort(QString letters)
    {
        if (letters == QStringLiteral("h")) {
            m_result.help = true;
            return;
        }
        while (!letters.isEmpty() && !m_failure) {
            const QChar letter = letters.at(0);
            letters.remove(0, 1);
            const auto* option = find([&](const OptionSpec& o) { return o.shortName == letter; });
            if (option == nullptr)
                return fail(tr("There is no option -%1 here.").arg(letter));
            const bool glued = !option->value.isEmpty() && !letters.isEmpty();
            store(*option, glued ? std::optional(letters) : std::nullopt);
            if (glued)
                return;
        }
    }

    void takeWord(const QString& word)
    {
        // "merge" is a command, and "merge list" is another.
        const bool extends = m_result.command != nullptr && m_result.words.isEmpty()
            && m_result.options.isEmpty()
            && std::any_of(m_commands.begin(), m_commands.end(), [&](const CommandSpec& c) {
                   return c.name == m_name + QLatin1Char(' ') + word;
               });
        if (m_result.command != nullptr && !extends) {
            m_result.words += word;
            return;
        }
        m_name += (m_name.isEmpty() ? QString() : QStringLiteral(" ")) + word;
        m_result.topic = m_name;
        for (const auto& command : m_commands) {
            if (command.name == m_name)
                m_result.command = &command;
        }
        const bool beginsOne = std::any_of(m_commands.begin(), m_commands.end(),
            [&](const CommandSpec& c) { return c.name.startsWith(m_name + QLatin1Char(' ')); });
        if (m_result.command == nullptr && !beginsOne)
            fail(tr("There is no command \"%1\".").arg(m_name));
    }

    template <class Predicate>
    const OptionSpec* find(Predicate predicate) const
    {
        if (m_result.command == nullptr)
            return nullptr;
        const auto& options = m_result.command->options;
        const auto found = std::find_if(options.begin(), options.end(), predicate);
        return found == options.end() ? nullptr : &*found;
    }

    void store(const OptionSpec& option, const std::optional<QString>& value)
    {
        if (option.value.isEmpty() && value)
            return fail(tr("The option --%1 takes no value.").arg(option.name));
        const QString text = option.value.isEmpty() ? QString() : valueFor(option.name, value);
        auto& values = m_result.options[option.name];
        if (!values.isEmpty() && !option.repeats && !option.value.isEmpty())
            return fail(tr("The option --%1 can be given once only.").arg(option.name));
        values += text;
    }

    QString valueFor(const QString& name, const std::optional<QString>& value)
    {
        if (value)
            return *value;
        if (m_left.isEmpty()) {
            fail(tr("The option --%1 needs a value.").arg(name));
            return {};
        }
        return m_left.takeFirst();
    }

    void finish()
    {
        if (m_failure || m_result.help || m_result.version)
            return;
        if (m_result.command == nullptr)
            return fail(m_name.isEmpty() ? tr("No command was given.")
                                         : tr("The command \"%1\" is not complete.").arg(m_name));
        const auto& command = *m_result.command;
        const auto count = m_result.words.size();
        if (count < command.least)
            return fail(tr("\"%1\" needs %2.").arg(command.name, command.words));
        if (command.most >= 0 && count > command.most)
            return fail(tr("\"%1\" does not know what to do with \"%2\".")
                            .arg(command.name, m_result.words.at(command.most)));
    }

    void fail(const QString& message)
    {
        const QString of
            = m_result.command == nullptr ? QString() : QLatin1Char(' ') + m_result.command->name;
        if (!m_failure)
            m_failure = usage(message, tr("See: fulmarctl%1 --help").arg(of));
    }

    QStringList m_left;
    const std::vector<CommandSpec>& m_commands;
    QString m_name;
    Arguments m_result;
    std::optional<Failure> m_failure;
};

} // namespace

Expected<Arguments, Failure> parseArguments(
    const QStringList& arguments, const std::vector<CommandSpec>& commands)
{
    return Parser(arguments, commands).run();
}

Expected<std::optional<qint64>, Failure> numberOf(
    const Arguments& arguments, const QString& option, qint64 least, qint64 most)
{
    if (!arguments.has(option))
        return std::optional<qint64>();
    bool isNumber = false;
    const qint64 number = arguments.value(option).toLongLong(&isNumber);
    if (!isNumber || number < least || number > most)
        return Unexpected(
            usage(tr("--%1 wants a number from %2 to %3.").arg(option).arg(least).arg(most)));
    return std::optional(number);
}

} // namespace fulmar::ctl
