// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QQuickImageProvider>

namespace fulmar::app {

/// Draws "image://icons/<name>/<rrggbb>" from the SVG files of the icon set, at the size that is
/// asked for. Thread: any.
class IconProvider : public QQuickImageProvider {
public:
    IconProvider();
    QImage requestImage(const QString& id, QSize* size, const QSize& requested) override;
};

} // namespace fulmar::app
