// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window_program.h"

#include <QGuiApplication>
#include <QIcon>

int main(int argc, char** argv)
{
    // Qt WebEngine is loaded long after this and crashes without a shared context, with the
    // software renderer too.
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("fulmar"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Fulmar"));
    QGuiApplication::setApplicationVersion(QStringLiteral(FULMAR_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("fulmar"));
    fulmar::app::WindowProgram program(application);
    return program.run();
}
