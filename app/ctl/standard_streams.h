// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "ctl/command.h"

#include <QByteArray>
#include <QObject>

namespace fulmar::ctl {

/// Standard output and standard error of this process, unbuffered, so that a reader sees each line
/// when it is printed.
class StandardStreams : public QObject, public Output {
    Q_OBJECT
public:
    void out(const QByteArray& bytes) override;
    void error(const QByteArray& bytes) override;

Q_SIGNALS:
    /// The reader of standard output went away ("| head").
    void closed();

private:
    bool m_closed = false;
};

/// All of standard input. Blocks, so call it before the engine runs. Errors: Limit over `ipcInput`,
/// Storage "io".
Result<QByteArray> readStandardInput();

} // namespace fulmar::ctl
