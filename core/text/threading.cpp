// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/threading.h"

#include "common/ascii.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace fulmar::text {
namespace {

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
constexpr std::size_t mostReferences = 1000; // of one message; the last ones count

/// A node of the forest; `parent` is the truth until `gatherChildren`.
struct Container {
    std::size_t message = none;
    std::size_t parent = none;
    std::vector<std::size_t> children{};
    std::size_t childCount = 0;
    std::int64_t date = 0;
};

/// The steps of RFC 5256 section 3, REFERENCES. Containers are indices, so that a chain of a
/// hundred thousand answers costs no stack.
class Forest {
public:
    explicit Forest(std::span<const ThreadMessage> messages) : m_messages(messages)
    {
        m_containers.reserve(messages.size() * 2);
    }

    std::vector<Thread> run(SubjectRule rule)
    {
        for (std::size_t i = 0; i < m_messages.size(); ++i)
            linkMessage(i);
        gatherChildren();
        prune();
        sortAll();
        if (rule != SubjectRule::Never)
            mergeBySubject(rule);
        sortSiblings(m_roots);
        std::vector<Thread> threads;
        for (const std::size_t root : m_roots)
            threads.push_back(entriesOf(root));
        return threads;
    }

private:
    std::size_t add()
    {
        m_containers.emplace_back();
        return m_containers.size() - 1;
    }

    std::size_t containerOf(const std::string& id)
    {
        const auto [found, isNew] = m_byId.try_emplace(id, none);
        if (isNew)
            found->second = add();
        return found->second;
    }

    [[nodiscard]] bool isAbove(std::size_t upper, std::size_t lower) const
    {
        // What holds nothing is above nothing; this keeps long chains linear.
        if (m_containers[upper].childCount == 0)
            return upper == lower;
        while (lower != none && lower != upper)
            lower = m_containers[lower].parent;
        return lower == upper;
    }

    void setParent(std::size_t child, std::size_t parent)
    {
        Container& container = m_containers[child];
        if (container.parent != none)
            --m_containers[container.parent].childCount;
        container.parent = parent;
        if (parent != none)
            ++m_containers[parent].childCount;
    }

    void linkMessage(std::size_t index)
    {
        const ThreadMessage& message = m_messages[index];
        std::size_t own = message.messageId.empty() ? add() : containerOf(message.messageId);
        if (m_containers[own].message != none)
            own = add(); // an identifier that is used twice is that of the first
        m_containers[own].message = index;
        const auto& ids = message.references;
        std::size_t above = none;
        for (std::size_t i = ids.size() - std::min(ids.size(), mostReferences); i < ids.size();
             ++i) {
            const std::size_t next = containerOf(ids[i]);
            if (above != none && m_containers[next].parent == none && !isAbove(next, above))
                setParent(next, above);
            above = next;
        }
        if (above == none)
            setParent(own, none);
        else if (above != m_containers[own].parent && !isAbove(own, above))
            setParent(own, above);
    }

    void gatherChildren()
    {
        for (std::size_t i = 0; i < m_containers.size(); ++i) {
            const std::size_t parent = m_containers[i].parent;
            (parent == none ? m_roots : m_containers[parent].children).push_back(i);
        }
    }

    /// All containers below the roots, parents before their children.
    [[nodiscard]] std::vector<std::size_t> fromTheTop() const
    {
        std::vector<std::size_t> order = m_roots;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const auto& children = m_containers[order[i]].children;
            order.insert(order.end(), children.begin(), children.end());
        }
        return order;
    }

    /// Step 3: what nobody has goes, its answers move up; at the root it stays where it holds
    /// several.
    void prune()
    {
        const auto order = fromTheTop();
        for (auto at = order.rbegin(); at != order.rend(); ++at) {
            Container& container = m_containers[*at];
            std::vector<std::size_t> kept;
            for (const std::size_t child : container.children)
                keep(child, false, kept);
            container.children = std::move(kept);
        }
        std::vector<std::size_t> kept;
        for (const std::size_t root : m_roots)
            keep(root, true, kept);
        m_roots = std::move(kept);
    }

    void keep(std::size_t child, bool isRoot, std::vector<std::size_t>& kept)
    {
        const Container& container = m_containers[child];
        if (container.message != none || (isRoot && container.children.size() > 1))
            kept.push_back(child);
        else
            kept.insert(kept.end(), container.children.begin(), container.children.end());
    }

    void sortSiblings(std::vector<std::size_t>& siblings)
    {
        std::stable_sort(siblings.begin(), siblings.end(), [&](std::size_t a, std::size_t b) {
            return m_containers[a].date < m_containers[b].date;
        });
    }

    /// Step 4 and 6: siblings by date; what is no message has that of its first answer.
    void sortAll()
    {
        const auto order = fromTheTop();
        for (auto at = order.rbegin(); at != order.rend(); ++at) {
            Container& container = m_containers[*at];
            sortSiblings(container.children);
            if (container.message != none)
                container.date = m_messages[container.message].date;
            else if (!container.children.empty())
                container.date = m_containers[container.children.front()].date;
        }
        sortSiblings(m_roots);
    }

    [[nodiscard]] BaseSubject subjectOf(std::size_t root) const
    {
        const Container& container = m_containers[root];
        const std::size_t first = container.message != none
            ? container.message
            : m_containers[container.children.front()].message;
        BaseSubject base = baseSubject(m_messages[first].subject);
        base.text = ascii::lower(base.text);
        return base;
    }

    [[nodiscard]] bool isMissing(std::size_t root) const
    {
        return m_containers[root].message == none;
    }

    /// Step 5.
    void mergeBySubject(SubjectRule rule)
    {
        std::unordered_map<std::string, std::size_t> table;
        std::vector<BaseSubject> subjects;
        for (const std::size_t root : m_roots) {
            subjects.push_back(subjectOf(root));
            const BaseSubject& base = subjects.back();
            if (base.text.empty())
                continue;
            const auto [entry, isNew] = table.try_emplace(base.text, root);
            const bool better = !isNew && !isMissing(entry->second)
                && (isMissing(root) || (subjectOf(entry->second).isAnswer && !base.isAnswer));
            if (better)
                entry->second = root;
        }
        std::vector<std::size_t> kept;
        for (std::size_t i = 0; i < m_roots.size(); ++i) {
            const auto entry = table.find(subjects[i].text);
            if (entry == table.end() || entry->second == m_roots[i]
                || !merge(entry->second, m_roots[i], subjects[i], rule))
                kept.push_back(m_roots[i]);
        }
        for (const auto& [first, joined] : m_joined) {
            std::replace(kept.begin(), kept.end(), first, joined);
            sortSiblings(m_containers[joined].children);
            m_containers[joined].date = m_containers[m_containers[joined].children.front()].date;
        }
        m_roots = std::move(kept);
    }

    /// Puts `root` into the thread of the table; false where both stay.
    bool merge(std::size_t& entry, std::size_t root, const BaseSubject& subject, SubjectRule rule)
    {
        const bool loose = m_containers[root].message == none
            || m_messages[m_containers[root].message].references.empty();
        if (rule == SubjectRule::Answers && (!subject.isAnswer || !loose))
            return false;
        auto& into = m_containers[entry].children;
        if (isMissing(entry) && isMissing(root)) {
            const auto& more = m_containers[root].children;
            into.insert(into.end(), more.begin(), more.end());
        } else if (isMissing(entry) || (subject.isAnswer && !subjectOf(entry).isAnswer)) {
            into.push_back(root);
        } else {
            const std::size_t first = entry, joined = add();
            m_containers[joined].children = { first, root };
            m_joined.emplace_back(first, joined);
            entry = joined;
            return true;
        }
        sortSiblings(m_containers[entry].children);
        return true;
    }

    [[nodiscard]] Thread entriesOf(std::size_t root) const
    {
        Thread thread;
        std::vector<std::pair<std::size_t, int>> open{ { root, 0 } };
        while (!open.empty()) {
            const auto [at, depth] = open.back();
            open.pop_back();
            const Container& container = m_containers[at];
            thread.push_back(
                { container.message == none ? std::nullopt : std::optional(container.message),
                    depth });
            for (auto child = container.children.rbegin(); child != container.children.rend();
                 ++child)
                open.emplace_back(*child, depth + 1);
        }
        return thread;
    }

    std::span<const ThreadMessage> m_messages;
    std::vector<Container> m_containers;
    std::unordered_map<std::string, std::size_t> m_byId;
    std::vector<std::size_t> m_roots;
    /// Made in step 5: the root whose place it takes, and the new one.
    std::vector<std::pair<std::size_t, std::size_t>> m_joined;
};

} // namespace

std::vector<Thread> threadByReferences(std::span<const ThreadMessage> messages, SubjectRule rule)
{
    return Forest(messages).run(rule);
}

} // namespace fulmar::text
