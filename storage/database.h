// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/bytes.h"
#include "common/error.h"
#include "model/ids.h"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace fulmar::storage {

class Database;

/// A prepared statement on loan from the cache of its connection; goes back when it dies.
class Statement {
public:
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Binds the parameters ?1, ?2, … in order. Texts are copied; `Bytes` must live until the
    /// statement has run.
    template <class... Args>
    Statement& bind(const Args&... args)
    {
        int index = 0;
        (put(++index, args), ...);
        return *this;
    }

    /// Moves to the next row; false at the end and on error, which the connection remembers.
    bool next();
    /// Runs to the end; false on error.
    bool run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
    template <class Unsigned>
    [[nodiscard]] Unsigned number(int column) const
    {
        return static_cast<Unsigned>(integer(column));
    }
    template <class Key>
    [[nodiscard]] Key id(int column) const
    {
        return Key{ integer(column) };
    }
    [[nodiscard]] std::string text(int column) const;
    /// Bytes of a TEXT or BLOB; valid until the next row.
    [[nodiscard]] std::string_view view(int column) const;

private:
    void put(int index, std::int64_t value);
    void put(int index, std::string_view text);
    void put(int index, Bytes blob);
    template <std::integral Integer>
    void put(int index, Integer value)
    {
        put(index, static_cast<std::int64_t>(value));
    }
    template <char Prefix>
    void put(int index, Id<Prefix> id)
    {
        put(index, id.value);
    }
    void put(int index, const char* text) { put(index, std::string_view(text)); }
    void put(int index, const std::string& text) { put(index, std::string_view(text)); }

    Database& m_database;
    std::string_view m_sql;
    sqlite3_stmt* m_statement = nullptr;
};

enum class OpenMode { ReadOnly, ReadWrite, Create };

/// One SQLite connection; one thread at a time.
///
/// The first failure is remembered and every later statement does nothing until `takeError()`: a
/// run of statements is written straight down and judged once, at the commit.
class Database {
public:
    Database() = default;
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Opens a file as schema "main". A busy file is waited for up to 5 s.
    Result<void> open(const std::filesystem::path& file, OpenMode mode);
    /// Attaches a second file under a name, in the mode of the first.
    Result<void> attach(const std::filesystem::path& file, const char* schema);
    /// Finishes all statements and closes the file; the last connection to close removes the WAL.
    void close();
    [[nodiscard]] bool isOpen() const { return m_handle != nullptr; }

    template <class... Args>
    bool run(std::string_view sql, const Args&... args)
    {
        return Statement(*this, sql).bind(args...).run();
    }
    /// First column of the first row as a number; nothing where there is no row.
    template <class... Args>
    std::optional<std::int64_t> value(std::string_view sql, const Args&... args)
    {
        Statement statement(*this, sql);
        if (!statement.bind(args...).next())
            return std::nullopt;
        return statement.integer(0);
    }
    template <class... Args>
    bool exists(std::string_view sql, const Args&... args)
    {
        return value(sql, args...).has_value();
    }
    /// Several statements at once, without parameters: schema files only.
    bool script(const std::string& sql);

    [[nodiscard]] std::int64_t lastInsertId() const;
    [[nodiscard]] std::int64_t changes() const;
    [[nodiscard]] bool failed() const { return m_error.has_value(); }
    /// The remembered failure, which is forgotten by this.
    std::optional<Error> takeError();
    void fail(Error error);
    /// `fail` with what SQLite says about `result`.
    void failWith(int result, std::string_view doing);
    [[nodiscard]] sqlite3* handle() const { return m_handle; }

private:
    friend class Statement;
    sqlite3_stmt* borrow(std::string_view sql);
    void giveBack(std::string_view sql, sqlite3_stmt* statement);

    sqlite3* m_handle = nullptr;
    OpenMode m_mode = OpenMode::ReadOnly;
    std::optional<Error> m_error{};
    // Keys are views of string literals: every SQL text of this folder is one.
    std::unordered_map<std::string_view, std::vector<sqlite3_stmt*>> m_idle{};
};

/// BEGIN IMMEDIATE … COMMIT; rolled back where `commit()` is not reached or fails.
class Transaction {
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Makes it durable, or gives the first failure since the beginning with everything undone.
    Result<void> commit();
    /// Undoes everything and gives the remembered failure, or `otherwise` where there is none.
    Error rollback(Error otherwise);

private:
    void undo();
    Database& m_database;
    bool m_open = false;
};

/// A storage error with one of the codes that the ports name.
Error storageError(std::string code, std::string where);
/// The word for an extended SQLite result code: "disk-full", "io", "corrupt", "read-only",
/// "locked", "internal".
std::string codeOfResult(int extendedResult, int systemErrno);

} // namespace fulmar::storage
