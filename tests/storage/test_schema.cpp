// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "storage/database.h"
#include "storage/schema.h"

#include <array>

namespace fulmar::storage::test {
namespace {

namespace fs = std::filesystem;

std::string shapeOf(const fs::path& file)
{
    Database database;
    must(database.open(file, OpenMode::ReadOnly));
    std::string shape = std::to_string(database.value("PRAGMA user_version").value_or(-1)) + "\n";
    Statement row(
        database, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
    while (row.next())
        shape += row.text(0) + " " + row.text(1) + " " + row.text(2) + " " + row.text(3) + "\n";
    return shape;
}

void build(const fs::path& file, const Schema& schema, std::size_t version, bool backup = false)
{
    Database database;
    must(database.open(file, OpenMode::Create));
    database.script("PRAGMA journal_mode = WAL");
    must(migrate(database, { schema.name, schema.applicationId, schema.steps.first(version) }, file,
        backup));
}

TEST(SchemaTest, migrating_step_by_step_equals_creating)
{
    const TemporaryFolder folder;
    for (const Schema* schema : { &keptSchema, &cacheSchema }) {
        const fs::path created = folder / (std::string(schema->name) + ".created");
        build(created, *schema, schema->steps.size());
        for (std::size_t from = 1; from <= schema->steps.size(); ++from) {
            const fs::path migrated
                = folder / (std::string(schema->name) + ".from" + std::to_string(from));
            for (std::size_t version = from; version <= schema->steps.size(); ++version)
                build(migrated, *schema, version, true);
            EXPECT_EQ(shapeOf(migrated), shapeOf(created)) << schema->name << " from " << from;
        }
    }
}

TEST(SchemaTest, rows_of_an_older_version_live_on_and_a_copy_is_kept)
{
    const TemporaryFolder folder;
    const fs::path file = folder / "kept.db";
    build(file, keptSchema, 1);
    {
        Database database;
        must(database.open(file, OpenMode::ReadWrite));
        database.run("INSERT INTO account (email) VALUES ('ann@example.org')");
    }
    const std::string before = shapeOf(file);
    build(file, keptSchema, keptSchema.steps.size(), true);
    Database database;
    must(database.open(file, OpenMode::ReadOnly));
    EXPECT_EQ(database.value("SELECT count(*) FROM account"), 1);
    EXPECT_EQ(shapeOf(backupPath(file, 1)), before);
    EXPECT_FALSE(fs::exists(backupPath(file, 1).string() + ".partial"));
}

TEST(SchemaTest, a_step_that_fails_leaves_the_version_before)
{
    const TemporaryFolder folder;
    const fs::path file = folder / "x.db";
    static constexpr std::array<const char*, 2> steps{ "CREATE TABLE a (x INTEGER) STRICT;",
        "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO no_such_table VALUES (1);" };
    Database database;
    must(database.open(file, OpenMode::Create));
    EXPECT_FALSE(migrate(database, { "x.db", 1, steps }, file, true));
    EXPECT_EQ(database.value("PRAGMA user_version"), 1);
    EXPECT_TRUE(database.exists("SELECT 1 FROM sqlite_schema WHERE name = 'a'"));
    EXPECT_FALSE(database.exists("SELECT 1 FROM sqlite_schema WHERE name = 'b'"));
}

TEST(SchemaTest, every_table_is_strict_and_every_column_not_null)
{
    const TemporaryFolder folder;
    for (const Schema* schema : { &keptSchema, &cacheSchema }) {
        const fs::path file = folder / schema->name;
        build(file, *schema, schema->steps.size());
        Database database;
        must(database.open(file, OpenMode::ReadOnly));
        Statement row(database,
            "SELECT l.name, l.strict, c.name, c.\"notnull\" OR c.pk > 0 FROM pragma_table_list l "
            "JOIN pragma_table_info(l.name) c WHERE l.schema = 'main' AND l.name NOT LIKE "
            "'sqlite_%'");
        int columns = 0;
        for (; row.next(); ++columns) {
            EXPECT_TRUE(row.flag(1)) << row.text(0);
            EXPECT_TRUE(row.flag(3)) << row.text(0) << "." << row.text(2);
        }
        EXPECT_GT(columns, 20);
    }
}

} // namespace
} // namespace fulmar::storage::test
