// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <memory>

namespace fulmar::app::testing {

/// Counts what a model tells its views, and fails the test when the model breaks the rules of Qt.
///
/// The check of the rules asks for every page that the model can fetch; tests of paging do without
/// it.
class ModelSpy {
public:
    explicit ModelSpy(QAbstractItemModel& model, bool checkRules = true)
        : tester(checkRules ? std::make_unique<QAbstractItemModelTester>(
                     &model, QAbstractItemModelTester::FailureReportingMode::Fatal)
                            : nullptr)
        , inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , moved(&model, &QAbstractItemModel::rowsMoved)
        , changed(&model, &QAbstractItemModel::dataChanged)
        , reset(&model, &QAbstractItemModel::modelReset)
    {
    }
    void clear()
    {
        for (QSignalSpy* spy : { &inserted, &removed, &moved, &changed, &reset })
            spy->clear();
    }

    std::unique_ptr<QAbstractItemModelTester> tester;
    QSignalSpy inserted, removed, moved, changed, reset;
};

/// Lets queued answers arrive until `done` holds; at most five seconds.
template <class Predicate>
bool settle(Predicate done)
{
    return QTest::qWaitFor(done, 5000);
}

/// Lets everything arrive that is on its way now.
inline void settle()
{
    for (int i = 0; i < 8; ++i)
        QCoreApplication::processEvents();
}

} // namespace fulmar::app::testing
