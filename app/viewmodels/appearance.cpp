// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/appearance.h"

#include <QEvent>
#include <QFontInfo>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

namespace fulmar::app {
namespace {

const QString schemeKey = QStringLiteral("appearance/scheme");

} // namespace

Appearance::Appearance(const QString& file, QObject* parent)
    : QObject(parent)
    , m_settings(file, QSettings::IniFormat)
    , m_scheme(static_cast<Scheme>(std::clamp(m_settings.value(schemeKey, 0).toInt(), 0, 2)))
{
    qGuiApp->installEventFilter(this);
}

void Appearance::setScheme(Scheme scheme)
{
    if (m_scheme == scheme)
        return;
    m_scheme = scheme;
    m_settings.setValue(schemeKey, static_cast<int>(scheme));
    Q_EMIT schemeChanged();
    Q_EMIT darkChanged();
}

bool Appearance::dark() const
{
    if (m_scheme != Scheme::System)
        return m_scheme == Scheme::Dark;
    const QPalette palette = QGuiApplication::palette();
    return palette.color(QPalette::Window).lightness()
        < palette.color(QPalette::WindowText).lightness();
}

int Appearance::baseFontSize() const
{
    return std::clamp(QFontInfo(QGuiApplication::font()).pixelSize(), 13, 20);
}

int Appearance::remembered(const QString& name, int fallback) const
{
    const int value = m_settings.value(QStringLiteral("window/") + name, fallback).toInt();
    return value >= 0 && value < 20000 ? value : fallback;
}

void Appearance::remember(const QString& name, int value)
{
    m_settings.setValue(QStringLiteral("window/") + name, value);
}

bool Appearance::isListed(const QString& list, const QString& word) const
{
    return m_settings.value(list).toStringList().contains(word);
}

void Appearance::addToList(const QString& list, const QString& word)
{
    QStringList words = m_settings.value(list).toStringList();
    if (word.isEmpty() || words.contains(word))
        return;
    words += word;
    m_settings.setValue(list, words);
}

bool Appearance::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ApplicationPaletteChange)
        Q_EMIT darkChanged();
    return QObject::eventFilter(watched, event);
}

} // namespace fulmar::app
