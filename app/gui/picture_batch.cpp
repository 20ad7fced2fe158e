// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/picture_batch.h"

#include <memory>

namespace fulmar::app {
namespace {

constexpr qint64 pictureBytes = 8 * 1024 * 1024;
constexpr qint64 allBytes = 64 * 1024 * 1024;

struct Batch {
    std::vector<QByteArray> contents{};
    std::size_t open = 0;
    qint64 bytes = 0;
    std::function<void(std::vector<QByteArray>)> done{};
};

} // namespace

void fetchAll(transport::WebFetch& web, const std::vector<QUrl>& urls,
    std::function<void(std::vector<QByteArray>)> done)
{
    const auto batch = std::make_shared<Batch>();
    batch->contents.resize(urls.size());
    batch->open = urls.size();
    batch->done = std::move(done);
    if (urls.empty())
        return batch->done({});
    for (std::size_t i = 0; i < urls.size(); ++i) {
        web.get(urls[i], pictureBytes, webPatience, [batch, i](transport::WebAnswer answer) {
            batch->bytes += answer.body.size();
            if (answer.error.isEmpty() && batch->bytes <= allBytes)
                batch->contents[i] = std::move(answer.body);
            if (--batch->open == 0)
                batch->done(std::move(batch->contents));
        });
    }
}

} // namespace fulmar::app
