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
    /// Output was lost (a full disk); said on standard error already. A reader that went away is no
    /// failure.
    [[nodiscard]] bool failed() const { return m_failed; }

Q_SIGNALS:
    /// Nothing more can be written: the reader went away ("| head"), or the disk is full.
    void closed();

private:
    bool m_closed = false;
    bool m_failed = false;
};

/// All of standard input. Blocks, so call it before the engine runs. Errors: Limit over `ipcInput`,
/// Storage "io".
Result<QByteArray> readStandardInput();

} // namespace fulmar::ctl
