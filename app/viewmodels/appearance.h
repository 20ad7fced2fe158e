// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSettings>
#include <QSize>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

/// How the window looks and where its parts were left; kept in `window.ini` of the profile. GUI
/// thread.
class Appearance : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(Scheme scheme READ scheme WRITE setScheme NOTIFY schemeChanged)
    Q_PROPERTY(bool dark READ dark NOTIFY darkChanged)
    Q_PROPERTY(int baseFontSize READ baseFontSize CONSTANT)
public:
    enum class Scheme { System, Light, Dark };
    Q_ENUM(Scheme)

    explicit Appearance(const QString& file, QObject* parent = nullptr);

    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    void setScheme(Scheme scheme);
    /// The choice, or what the system's palette says: Qt 6.4 has no other way to ask.
    [[nodiscard]] bool dark() const;
    /// Pixels of ordinary text, from the system's font; 13 to 20.
    [[nodiscard]] int baseFontSize() const;

    /// A size or position that the window remembers; `fallback` where nothing is stored or it is
    /// out of range.
    Q_INVOKABLE [[nodiscard]] int remembered(const QString& name, int fallback) const;
    Q_INVOKABLE void remember(const QString& name, int value);

    /// Sets of words that the person chose, such as senders whose images may be fetched.
    [[nodiscard]] bool isListed(const QString& list, const QString& word) const;
    void addToList(const QString& list, const QString& word);

Q_SIGNALS:
    void schemeChanged();
    void darkChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QSettings m_settings;
    Scheme m_scheme;
};

} // namespace fulmar::app
