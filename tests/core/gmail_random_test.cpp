// SPDX-License-Identifier: GPL-3.0-or-later
// Random changes on the server, as its web interface makes them, between random actions of ours.
#include "gmail_fixture.h"

#include <cstdlib>
#include <random>

namespace fulmar::test {
namespace {

const std::string allMail = "[Gmail]/All Mail";
const std::string trash = "[Gmail]/Trash";
const std::string spam = "[Gmail]/Spam";

class RandomActors {
public:
    RandomActors(GmailLab& lab, GmailDevice& device, unsigned seed)
        : m_lab(lab), m_device(device), m_random(seed)
    {
    }

    void begin()
    {
        for (const auto* name : { "A", "A/b", "C ]x", "Ü" })
            m_lab.ask("create", { { QStringLiteral("name"), QString::fromUtf8(name) } });
        for (int i = 0; i < 12; ++i)
            webDelivers();
        m_device.signIn(m_lab);
    }

    void webDoes()
    {
        const int n = someMail();
        switch (pick(9)) {
        case 0:
            return webDelivers();
        case 1:
            return m_lab.label(n, { someLabel() });
        case 2:
            return m_lab.label(n, {}, { someLabel() });
        case 3:
            return m_lab.label(n, {}, { "\\Inbox" });
        case 4:
            return m_lab.move(n, "trash");
        case 5:
            return m_lab.move(n, "spam");
        case 6:
            return m_lab.move(n, "all", { pick(2) == 0 ? "\\Inbox" : someLabel() });
        case 7:
            return pick(2) == 0 ? m_lab.flag(n, { "\\Flagged", "\\Seen" })
                                : m_lab.flag(n, {}, { "\\Flagged", "\\Seen" });
        default:
            return webRenames();
        }
    }

    void weDo()
    {
        const int n = someMail();
        const auto places = m_device.paths(n);
        if (places.empty())
            return;
        const auto flag = flagFromName(pick(2) == 0 ? "seen" : "flagged");
        const auto view = someView();
        if (!view.isValid())
            return; // nobody gave that label yet
        Result<MailStore::Recorded> done;
        switch (pick(8)) {
        case 0:
            done = m_device.change("archive", { MoveTo{ m_device.id(allMail) } }, { n });
            break;
        case 1:
            done = m_device.change("trash", { MoveTo{ m_device.id(trash) } }, { n });
            break;
        case 2:
            done = m_device.change("junk", { MoveTo{ m_device.id(spam) } }, { n });
            break;
        case 3:
            done = m_device.change("move", { MoveTo{ m_device.id("INBOX") } }, { n });
            break;
        case 4:
            done = m_device.change("label", { CopyTo{ view } }, { n });
            break;
        case 5:
            done = m_device.change("move", { MoveTo{ view } }, { n }, *places.begin());
            break;
        default:
            done = m_device.change("flag",
                { ChangeFlags{ pick(2) == 0 ? FlagChange{ .add = flag, .remove = {} }
                                            : FlagChange{ .add = {}, .remove = flag } } },
                { n });
        }
        EXPECT_TRUE(done);
    }

    /// Twice at most: an action may have to learn where its message is now.
    void checkpoint()
    {
        EXPECT_EQ(m_device.synced(), "");
        EXPECT_EQ(m_device.synced(), "");
        EXPECT_EQ(m_device.view(), GmailDevice::viewOf(m_lab));
        const auto folders = m_device.reader().folders(m_device.account()).value();
        for (const auto& folder : folders)
            m_device.counts(folder.path);
        EXPECT_TRUE(m_device.reader().pendingActions()->empty());
    }

    unsigned pick(unsigned among) { return static_cast<unsigned>(m_random() % among); }

private:
    void webDelivers()
    {
        std::vector<std::string> labels;
        if (pick(3) != 0)
            labels.emplace_back("\\Inbox");
        if (pick(2) == 0)
            labels.push_back(someLabel());
        m_lab.deliver(++m_mails, labels);
    }
    void webRenames()
    {
        const auto name = "L" + std::to_string(++m_renames);
        m_lab.ask({ { QStringLiteral("do"), QStringLiteral("rename") },
            { QStringLiteral("name"), QString::fromStdString(m_renamed) },
            { QStringLiteral("to"), QString::fromStdString(name) } });
        m_renamed = name;
    }
    int someMail() { return static_cast<int>(pick(static_cast<unsigned>(m_mails))) + 1; }
    std::string someLabel()
    {
        const std::vector<std::string> labels{ "A/b", "C ]x", "Ü", "\\Important", m_renamed };
        return labels[pick(5)];
    }
    FolderId someView()
    {
        const std::vector<std::string> paths{ "A/b", "C ]x", "Ü", "INBOX", "[Gmail]/Important" };
        return m_device.id(paths[pick(5)]);
    }

    GmailLab& m_lab;
    GmailDevice& m_device;
    std::mt19937 m_random;
    int m_mails = 0, m_renames = 0;
    std::string m_renamed = "A";
};

TEST(GmailRandom, theViewIsTheServersTruthAtEveryCheckpoint)
{
    const char* given = std::getenv("FULMAR_TEST_SEED");
    const unsigned first
        = given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
    for (unsigned seed = first; seed < first + (given ? 1U : 3U) && !testing::Test::HasFailure();
         ++seed) {
        SCOPED_TRACE("FULMAR_TEST_SEED=" + std::to_string(seed));
        GmailLab lab;
        GmailDevice device;
        RandomActors actors(lab, device, seed);
        actors.begin();
        actors.checkpoint();
        for (int round = 0; round < 12 && !testing::Test::HasFailure(); ++round) {
            for (unsigned step = actors.pick(10); step > 0; --step) {
                if (actors.pick(2) == 0)
                    actors.webDoes();
                else
                    actors.weDo();
            }
            actors.checkpoint();
        }
        EXPECT_EQ(lab.statistics()[QStringLiteral("twice")].toInt(), 0) << "a body came twice";
    }
}

} // namespace
} // namespace fulmar::test
