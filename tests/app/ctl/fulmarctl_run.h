// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lab.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <optional>

namespace fulmar::test {

/// What one fulmarctl printed and how it ended.
struct Ended {
    int exitCode = -1;
    QByteArray out, error;

    [[nodiscard]] QList<QJsonObject> records() const; ///< of --json
    [[nodiscard]] QJsonObject record() const; ///< the first, empty where there is none
};

/// Sends a signal to a process that still runs. The id of one that has ended is 0, and kill(0) would
/// reach the whole group, the suite itself first.
void sendSignal(const QProcess& process, int number);

/// One profile and the program on it, as a shell uses it.
class Shell {
public:
    explicit Shell(const QString& profile = {});

    /// Runs to the end, at most a minute. With --json in front where `json` is true.
    Ended run(const QStringList& arguments, const QByteArray& input = {}, bool json = true);
    /// Sets up the lab's user; a gtest failure where that does not work.
    QString addAccount(const Lab& lab, int user = 0);
    [[nodiscard]] QStringList accountArguments(const Lab& lab, int user = 0) const;
    QList<QJsonObject> list(const QString& folder);

    /// A fulmarctl in the background.
    std::unique_ptr<QProcess> start(const QStringList& arguments);
    [[nodiscard]] QString profile() const { return m_profile; }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    void write(const QString& name, const QByteArray& content) const;

private:
    QTemporaryDir m_folder;
    QString m_profile;
};

/// Reads lines of a background process until one satisfies `wanted`; nothing after `milliseconds`.
std::optional<QJsonObject> waitForRecord(QProcess& process,
    const std::function<bool(const QJsonObject&)>& wanted, int milliseconds = 20'000);

} // namespace fulmar::test
