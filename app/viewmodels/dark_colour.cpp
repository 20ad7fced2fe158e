// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/dark_colour.h"

#include <QColor>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>

namespace fulmar::app {
namespace {

constexpr double darkest = 13.5; // L* of the dark surface, which white becomes
constexpr double lightest = 95.0; // of text that was black
constexpr double bend = 0.85; // keeps grey text above the contrast of 4.5 that it had

/// CIE Lab with the white point D65.
struct Lab {
    double l, a, b;
};

double linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double encoded(double c)
{
    return c <= 0.0031308 ? c * 12.92 : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
}

Lab toLab(const QColor& colour)
{
    const double r = linear(colour.redF()), g = linear(colour.greenF()), b = linear(colour.blueF());
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
    const double y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const double z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
    return { 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

/// Linear red, green and blue; outside of 0 to 1 where the screen has no such colour.
std::array<double, 3> toLinear(const Lab& lab)
{
    const auto f = [](double t) { return t > 0.206893 ? t * t * t : (t - 16.0 / 116) / 7.787; };
    const double y = (lab.l + 16) / 116;
    const double x = f(y + lab.a / 500) * 0.95047, z = f(y - lab.b / 200) * 1.08883;
    const double light = f(y);
    return { 3.2406 * x - 1.5372 * light - 0.4986 * z, -0.9689 * x + 1.8758 * light + 0.0415 * z,
        0.0557 * x - 0.2040 * light + 1.0570 * z };
}

QColor toColour(Lab lab)
{
    // Colourfulness gives way until the screen can show it; the lightness never does.
    constexpr double tolerance = 0.001;
    std::array<double, 3> rgb{};
    for (int i = 0; i < 40; ++i) {
        rgb = toLinear(lab);
        if (std::all_of(rgb.begin(), rgb.end(),
                [](double c) { return c >= -tolerance && c <= 1 + tolerance; }))
            break;
        lab.a *= 0.9;
        lab.b *= 0.9;
    }
    const auto channel = [](double c) {
        return static_cast<float>(std::clamp(encoded(std::max(c, 0.0)), 0.0, 1.0));
    };
    return QColor::fromRgbF(channel(rgb[0]), channel(rgb[1]), channel(rgb[2]));
}

QColor parsed(const QString& text)
{
    if (!text.startsWith(QLatin1String("rgb")))
        return QColor(text);
    const auto open = text.indexOf(QLatin1Char('('));
    QString inside = text.mid(open + 1).chopped(1);
    const auto parts = inside.replace(QLatin1Char(' '), QLatin1Char(','))
                           .replace(QLatin1Char('/'), QLatin1Char(','))
                           .split(QLatin1Char(','), Qt::SkipEmptyParts);
    if (parts.size() < 3)
        return {};
    std::array<double, 3> value{};
    for (std::size_t i = 0; i < value.size(); ++i) {
        QString part = parts[static_cast<qsizetype>(i)];
        const bool percent = part.endsWith(QLatin1Char('%'));
        if (percent)
            part.chop(1);
        value[i] = std::clamp(part.toDouble() * (percent ? 2.55 : 1.0), 0.0, 255.0);
    }
    QColor colour(
        static_cast<int>(value[0]), static_cast<int>(value[1]), static_cast<int>(value[2]));
    if (parts.size() > 3)
        colour.setAlphaF(static_cast<float>(std::clamp(parts[3].toDouble(), 0.0, 1.0)));
    return colour;
}

} // namespace

std::string darkColour(std::string_view colour)
{
    const QString text = QString::fromUtf8(colour.data(), static_cast<qsizetype>(colour.size()));
    // A word such as "solid" or "1px" is no colour; QColor warns about what starts with "#".
    const QColor given = parsed(text);
    if (!given.isValid() || given.alpha() == 0)
        return {};
    Lab lab = toLab(given);
    lab.l = darkest
        + (lightest - darkest) * std::pow(std::clamp(100 - lab.l, 0.0, 100.0) / 100, bend);
    QColor out = toColour(lab);
    if (given.alpha() == 255)
        return out.name().toStdString();
    return "rgba(" + std::to_string(out.red()) + ", " + std::to_string(out.green()) + ", "
        + std::to_string(out.blue()) + ", "
        + QString::number(static_cast<double>(given.alphaF()), 'f', 2).toStdString() + ')';
}

} // namespace fulmar::app
