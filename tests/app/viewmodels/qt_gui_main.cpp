// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <QGuiApplication>
#include <QLocale>

int main(int argc, char** argv)
{
    // Listing the tests while building has no screen either.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("TZ", "UTC");
    const QGuiApplication application(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    testing::InitGoogleMock(&argc, argv);
    return RUN_ALL_TESTS();
}
