// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/remote_pictures.h"

#include "viewmodels/trackers.h"

#include <algorithm>
#include <set>

namespace fulmar::app {
namespace {

constexpr std::size_t mostPictures = 300; ///< of one message
const QString sendersKey = QStringLiteral("pictures/senders");
const QString domainsKey = QStringLiteral("pictures/domains");

} // namespace

QByteArray pictureType(const QByteArray& content)
{
    if (content.startsWith("\x89PNG\r\n\x1a\n"))
        return "image/png";
    if (content.startsWith("\xff\xd8\xff"))
        return "image/jpeg";
    if (content.startsWith("GIF87a") || content.startsWith("GIF89a"))
        return "image/gif";
    if (content.startsWith("RIFF") && content.mid(8, 4) == "WEBP")
        return "image/webp";
    return content.startsWith("BM") ? QByteArray("image/bmp") : QByteArray();
}

RemotePictures::RemotePictures(Backend& backend, QObject* parent)
    : QObject(parent), m_backend(backend)
{
}

void RemotePictures::reset(const QString& sender, bool trusted)
{
    ++m_generation;
    m_sender = sender.toLower();
    m_trusted = trusted;
    m_rows.clear();
    m_contents.clear();
    m_blocked = 0;
    m_state = State::None;
    Q_EMIT changed();
}

void RemotePictures::offer(const std::vector<RemotePictureRow>& rows, int blocked)
{
    m_rows = rows;
    m_blocked = blocked;
    if (m_state == State::None && blocked > 0)
        m_state = State::Blocked;
    Q_EMIT changed();
}

QString RemotePictures::domain() const
{
    return m_sender.mid(m_sender.lastIndexOf(QLatin1Char('@')) + 1);
}

QString RemotePictures::sentence() const
{
    if (m_state == State::Loading)
        return tr("Fetching the images…");
    std::set<QString> hosts;
    for (const RemotePictureRow& row : m_rows)
        hosts.insert(row.host);
    const int count = std::max(m_blocked, static_cast<int>(m_rows.size()));
    if (count == 0 || m_state == State::Shown)
        return {};
    const QString images = count == 1 ? tr("1 remote image") : tr("%1 remote images").arg(count);
    if (hosts.empty())
        return tr("%1 blocked: the sender does not learn that you read this.").arg(images);
    const QString from = hosts.size() == 1 ? *hosts.begin() : tr("%1 hosts").arg(hosts.size());
    return tr("%1 from %2 blocked: the sender does not learn that you read this.")
        .arg(images, from);
}

QString RemotePictures::trackers() const
{
    QStringList names;
    int pixels = 0;
    for (const RemotePictureRow& row : m_rows) {
        if (!row.isPixel)
            continue;
        ++pixels;
        const QString name = trackerName(row.host);
        const QString shown = name.isEmpty() ? row.host : name;
        if (!names.contains(shown))
            names += shown;
    }
    if (pixels == 0)
        return {};
    const QString whose = names.mid(0, 3).join(QStringLiteral(", "));
    return pixels == 1
        ? tr("A tracking pixel of %1 stays blocked.").arg(whose)
        : tr("%1 tracking pixels of %2 stay blocked.").arg(QString::number(pixels), whose);
}

bool RemotePictures::allowedBefore() const
{
    return canTrust()
        && (m_appearance->isListed(sendersKey, m_sender)
            || m_appearance->isListed(domainsKey, domain()));
}

void RemotePictures::showOnce()
{
    if (m_state != State::Blocked)
        return;
    m_state = State::Loading;
    Q_EMIT changed();
    Q_EMIT wanted();
}

void RemotePictures::alwaysForSender()
{
    if (canTrust())
        m_appearance->addToList(sendersKey, m_sender);
    showOnce();
}

void RemotePictures::alwaysForDomain()
{
    if (canTrust())
        m_appearance->addToList(domainsKey, domain());
    showOnce();
}

void RemotePictures::fetch()
{
    // A picture is known by its place; that of a pixel stays empty.
    std::vector<QUrl> urls;
    for (const RemotePictureRow& row : m_rows)
        urls.push_back(row.isPixel || urls.size() >= mostPictures ? QUrl() : QUrl(row.url));
    while (!urls.empty() && urls.back().isEmpty())
        urls.pop_back();
    m_state = State::Loading;
    m_backend.fetchPictures(
        urls, this, [this, generation = m_generation](Result<std::vector<QByteArray>> contents) {
            if (generation == m_generation)
                keep(contents ? std::move(*contents) : std::vector<QByteArray>());
        });
}

void RemotePictures::keep(std::vector<QByteArray> contents)
{
    for (std::size_t i = 0; i < contents.size(); ++i) {
        const QByteArray type = pictureType(contents[i]);
        if (!type.isEmpty())
            m_contents[remotePicturePath(i)] = { type, std::move(contents[i]) };
    }
    m_state = State::Shown;
    Q_EMIT changed();
    Q_EMIT arrived();
}

const InlinePart* RemotePictures::content(const QString& path) const
{
    const auto found = m_contents.find(path);
    return found == m_contents.end() ? nullptr : &found->second;
}

} // namespace fulmar::app
