// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/icon_provider.h"

#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

namespace fulmar::app {

IconProvider::IconProvider() : QQuickImageProvider(QQuickImageProvider::Image) { }

QImage IconProvider::requestImage(const QString& id, QSize* size, const QSize& requested)
{
    const QString name = id.section(QLatin1Char('/'), 0, 0);
    const QByteArray color = '#' + id.section(QLatin1Char('/'), 1, 1).toLatin1();
    const QSize wanted = requested.isValid() ? requested : QSize(16, 16);
    QImage image(wanted, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QFile file(QStringLiteral(":/fulmar/icons/%1.svg").arg(name));
    if (file.open(QIODevice::ReadOnly)) {
        // Lines of 2 of 24 units are heavy beside text of this size.
        QByteArray drawing = file.readAll().replace("currentColor", color);
        drawing.replace("stroke-width=\"2\"", "stroke-width=\"1.75\"");
        QSvgRenderer renderer(drawing);
        QPainter painter(&image);
        renderer.render(&painter);
    }
    if (size)
        *size = wanted;
    return image;
}

} // namespace fulmar::app
