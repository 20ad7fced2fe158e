// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/change_set.h"
#include "storage/database.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <type_traits>
#include <utility>

namespace fulmar::storage {

/// What the writing connection and the readers of a profile tell each other; the only state that
/// threads share.
struct StoreSignals {
    std::atomic<std::uint64_t> cacheGeneration{
        0
    }; ///< rises when cache.db was replaced: readers open it anew
    std::atomic<bool> cacheSuspect{
        false
    }; ///< a reader met damage: the writer looks into it before its next call
    std::atomic<std::int64_t> damagedBody{
        0
    }; ///< key of a message whose bytes do not match their hash
};

/// The writing connection with what surrounds each call: transaction, notice after the commit, care
/// for damage. Engine thread.
class StoreSession {
public:
    explicit StoreSession(StoreSignals& signals);

    [[nodiscard]] Database& database() { return m_database; }
    void setCommitObserver(std::function<void(const ChangeSet&)> observer)
    {
        m_observer = std::move(observer);
    }
    /// Called after a failure with code "corrupt" and before the next call after a reader's alarm.
    void setDamageHandler(std::function<void()> handler) { m_damageHandler = std::move(handler); }

    /// Makes sure that `count` new messages stay under the ceiling in kept.db, so that no key is
    /// given twice whatever happens to cache.db. Commits by itself: the ceiling must be durable
    /// before a key above the old one is.
    Result<void> reserveMessageKeys(std::size_t count);

    /// Runs `body(ChangeSet&)`, which gives a `Result`, as one transaction; observers hear of it
    /// after the commit.
    template <class Body>
    auto write(Body body) -> std::invoke_result_t<Body, ChangeSet&>
    {
        lookIntoAlarm();
        ChangeSet changes;
        Transaction transaction(m_database);
        auto result = body(changes);
        if (!result || m_database.failed())
            return Unexpected(
                finish(transaction.rollback(result ? Error{} : std::move(result.error()))));
        if (auto committed = transaction.commit(); !committed) {
            // cache.db may be through where kept.db was not: readers must look again.
            changes.merge(ChangeSet{ .actions = true });
            publish(std::move(changes));
            return Unexpected(finish(std::move(committed.error())));
        }
        publish(std::move(changes));
        return result;
    }

    /// Runs `body()`, which only reads.
    template <class Body>
    auto read(Body body) -> std::invoke_result_t<Body>
    {
        lookIntoAlarm();
        m_database.takeError();
        auto result = body();
        if (auto error = m_database.takeError())
            return Unexpected(finish(std::move(*error)));
        return result;
    }

    /// Gives the next revision to `changes` and hands them over; nothing for an empty set.
    void publish(ChangeSet changes);

private:
    void lookIntoAlarm();
    Error finish(Error error);

    StoreSignals& m_signals;
    Database m_database{};
    std::function<void(const ChangeSet&)> m_observer{};
    std::function<void()> m_damageHandler{};
    std::uint64_t m_revision = 0;
};

} // namespace fulmar::storage
