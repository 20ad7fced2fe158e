// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/file_danger.h"

#include <QCoreApplication>
#include <QSet>
#include <QStringList>

namespace fulmar::app {

QString fileDanger(const QString& name)
{
    static const QSet<QString> programs = [] {
        const char* list[] = { "exe", "com", "bat", "cmd", "scr", "pif", "msi", "msp", "cpl", "dll",
            "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "ps1", "psm1", "reg", "lnk", "url",
            "scf", "jar", "jnlp", "app", "command", "sh", "bash", "run", "desktop", "appimage",
            "deb", "rpm", "py", "pyw", "pl", "rb", "php", "apk", "chm", "gadget", "inf", "sct",
            "ws", "action", "workflow", "terminal", "appref-ms", "settingcontent-ms", "library-ms",
            "search-ms" };
        QSet<QString> names;
        for (const char* one : list)
            names.insert(QString::fromLatin1(one));
        return names;
    }();
    static const QSet<QString> macros{ QStringLiteral("docm"), QStringLiteral("dotm"),
        QStringLiteral("xlsm"), QStringLiteral("xltm"), QStringLiteral("xlam"),
        QStringLiteral("pptm"), QStringLiteral("ppam"), QStringLiteral("xll"),
        QStringLiteral("slk"), QStringLiteral("iqy") };
    static const QSet<QString> containers{ QStringLiteral("iso"), QStringLiteral("img"),
        QStringLiteral("vhd"), QStringLiteral("vhdx"), QStringLiteral("dmg"),
        QStringLiteral("one") };
    static const QSet<QString> pages{ QStringLiteral("html"), QStringLiteral("htm"),
        QStringLiteral("xhtml"), QStringLiteral("shtml"), QStringLiteral("mht"),
        QStringLiteral("mhtml"), QStringLiteral("svg"), QStringLiteral("svgz") };
    const QStringList parts = name.toLower().split(QLatin1Char('.'));
    if (parts.size() < 2)
        return {};
    const QString last = parts.last().trimmed();
    const auto say
        = [](const char* words) { return QCoreApplication::translate("FileDanger", words); };
    if (programs.contains(last)) {
        const QString before = parts.size() > 2 ? parts.at(parts.size() - 2).trimmed() : QString();
        const bool hides = parts.size() > 2 && before.size() >= 2 && before.size() <= 4;
        return hides
            ? say("This is a program whose name makes it look like a .%1 file.").arg(before)
            : say("This is a program. It can do anything that you can.");
    }
    if (macros.contains(last))
        return say("This document may hold a program (macros).");
    if (containers.contains(last))
        return say("This is a container that may hold programs.");
    if (pages.contains(last))
        return say("This page may run scripts in your browser.");
    return {};
}

} // namespace fulmar::app
