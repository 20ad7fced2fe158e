// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/engine_backend.h"
#include "viewmodels/app_view_model.h"

#include <QGuiApplication>
#include <QQmlApplicationEngine>

#include <memory>
#include <optional>

namespace fulmar::app {

/// The window's program: command line, profile, threads, QML; one object from start to end. GUI
/// thread.
class WindowProgram : public QObject {
    Q_OBJECT
public:
    explicit WindowProgram(QGuiApplication& application);
    ~WindowProgram() override;

    /// Shows the window, or hands over to the one that has the profile open. Returns the exit code
    /// of sysexits.h.
    int run();

private:
    bool readCommandLine();
    void openProfile();
    void lockHeld(const Error& error);
    void showWindow();
    void chooseFont();
    void shutDown();

    QGuiApplication& m_application;
    Profile m_profile{};
    QString m_mailto{};
    std::unique_ptr<EngineBackend> m_backend{};
    std::unique_ptr<Appearance> m_appearance{};
    std::unique_ptr<AppViewModel> m_app{};
    std::unique_ptr<QQmlApplicationEngine> m_qml{};
    bool m_closing = false;
};

} // namespace fulmar::app
