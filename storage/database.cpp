// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include <sqlite3.h>

#include <cerrno>

namespace fulmar::storage {
namespace {

constexpr int busyTimeout = 5000; // milliseconds; a checkpoint of another connection takes far less

std::string uriOf(const std::filesystem::path& file, OpenMode mode)
{
    // RFC 3986 escapes what would end the path of a URI; everything else goes through as bytes.
    std::string uri = "file:";
    for (const char c : file.string()) {
        if (c == '%')
            uri += "%25";
        else if (c == '?')
            uri += "%3f";
        else if (c == '#')
            uri += "%23";
        else
            uri += c;
    }
    return uri
        + (mode == OpenMode::ReadOnly         ? "?mode=ro"
                : mode == OpenMode::ReadWrite ? "?mode=rw"
                                              : "?mode=rwc");
}

int openFlags(OpenMode mode)
{
    const int access = mode == OpenMode::ReadOnly ? SQLITE_OPEN_READONLY
        : mode == OpenMode::ReadWrite             ? SQLITE_OPEN_READWRITE
                                                  : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    return access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
}

} // namespace

Error storageError(std::string code, std::string where)
{
    return Error{ .kind = ErrorKind::Storage,
        .where = std::move(where),
        .serverText = {},
        .code = std::move(code) };
}

std::string codeOfResult(int extendedResult, int systemErrno)
{
    const bool noSpace = systemErrno == ENOSPC || systemErrno == EDQUOT;
    switch (extendedResult & 0xff) {
    case SQLITE_FULL:
        return "disk-full";
    case SQLITE_IOERR:
        return noSpace ? "disk-full" : "io";
    case SQLITE_CANTOPEN:
        if (noSpace)
            return "disk-full";
        return systemErrno == EACCES || systemErrno == EROFS || systemErrno == EPERM ? "read-only"
                                                                                     : "io";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "corrupt";
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return "read-only";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "locked";
    case SQLITE_TOOBIG:
        return "too-big";
    case SQLITE_NOMEM:
        return "io";
    default:
        return "internal";
    }
}

Database::~Database()
{
    close();
}

Result<void> Database::open(const std::filesystem::path& file, OpenMode mode)
{
    close();
    m_mode = mode;
    const int result
        = sqlite3_open_v2(uriOf(file, mode).c_str(), &m_handle, openFlags(mode), nullptr);
    if (result != SQLITE_OK) {
        failWith(result, "open " + file.filename().string());
        Error error = *takeError();
        close();
        return Unexpected(std::move(error));
    }
    sqlite3_busy_timeout(m_handle, busyTimeout);
    // A file from a stranger must not run code: no functions with side effects from its schema, no
    // loading.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    return {};
}

Result<void> Database::attach(const std::filesystem::path& file, const char* schema)
{
    run("ATTACH ?1 AS ?2", uriOf(file, m_mode == OpenMode::Create ? OpenMode::ReadWrite : m_mode),
        schema);
    if (auto error = takeError())
        return Unexpected(std::move(*error));
    return {};
}

void Database::close()
{
    for (auto& [sql, statements] : m_idle) {
        for (sqlite3_stmt* statement : statements)
            sqlite3_finalize(statement);
    }
    m_idle.clear();
    sqlite3_close_v2(m_handle);
    m_handle = nullptr;
    m_error.reset();
}

bool Database::script(const std::string& sql)
{
    if (failed() || !isOpen())
        return false;
    const int result = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK)
        failWith(result, "script");
    return result == SQLITE_OK;
}

std::int64_t Database::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_handle);
}
std::int64_t Database::changes() const
{
    return sqlite3_changes64(m_handle);
}

std::optional<Error> Database::takeError()
{
    std::optional<Error> error = std::move(m_error);
    m_error.reset();
    return error;
}

void Database::fail(Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

void Database::failWith(int result, std::string_view doing)
{
    const int systemErrno = m_handle ? sqlite3_system_errno(m_handle) : 0;
    const char* message = m_handle ? sqlite3_errmsg(m_handle) : sqlite3_errstr(result);
    Error error
        = storageError(codeOfResult(result, systemErrno), std::string(doing) + ": " + message);
    if (error.code == "too-big")
        error.kind = ErrorKind::Limit;
    fail(std::move(error));
}

sqlite3_stmt* Database::borrow(std::string_view sql)
{
    if (failed())
        return nullptr;
    if (!isOpen()) {
        fail(storageError("io", "the store is closed"));
        return nullptr;
    }
    if (const auto idle = m_idle.find(sql); idle != m_idle.end() && !idle->second.empty()) {
        sqlite3_stmt* statement = idle->second.back();
        idle->second.pop_back();
        return statement;
    }
    sqlite3_stmt* statement = nullptr;
    const int result = sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()),
        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (result != SQLITE_OK)
        failWith(result, sql);
    return statement;
}

void Database::giveBack(std::string_view sql, sqlite3_stmt* statement)
{
    if (!statement)
        return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    m_idle[sql].push_back(statement);
}

Statement::Statement(Database& database, std::string_view sql)
    : m_database(database), m_sql(sql), m_statement(database.borrow(sql))
{
}

Statement::~Statement()
{
    m_database.giveBack(m_sql, m_statement);
}

bool Statement::next()
{
    if (!m_statement || m_database.failed())
        return false;
    const int result = sqlite3_step(m_statement);
    if (result == SQLITE_ROW)
        return true;
    if (result != SQLITE_DONE)
        m_database.failWith(result, m_sql);
    // A finished statement that is not reset would hold its read lock, and with it the WAL.
    sqlite3_reset(m_statement);
    return false;
}

bool Statement::run()
{
    while (next()) { }
    return m_statement && !m_database.failed();
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::string_view Statement::view(int column) const
{
    const void* bytes = sqlite3_column_blob(m_statement, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    return bytes ? std::string_view(static_cast<const char*>(bytes), size) : std::string_view();
}

std::string Statement::text(int column) const
{
    return std::string(view(column));
}

void Statement::put(int index, std::int64_t value)
{
    if (m_statement)
        sqlite3_bind_int64(m_statement, index, value);
}

void Statement::put(int index, std::string_view text)
{
    if (!m_statement)
        return;
    const int result = sqlite3_bind_text64(m_statement, index, text.data() ? text.data() : "",
        text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    if (result != SQLITE_OK)
        m_database.failWith(result, m_sql);
}

void Statement::put(int index, Bytes blob)
{
    if (!m_statement)
        return;
    // Not copied: a body may be large. The caller keeps it until the statement has run; giveBack()
    // clears the binding.
    const void* bytes = blob.empty() ? static_cast<const void*>("") : blob.data();
    const int result = sqlite3_bind_blob64(m_statement, index, bytes, blob.size(), SQLITE_STATIC);
    if (result != SQLITE_OK)
        m_database.failWith(result, m_sql);
}

Transaction::Transaction(Database& database) : m_database(database)
{
    // A failure that nobody took belongs to an earlier call.
    m_database.takeError();
    m_open = m_database.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction()
{
    if (m_open)
        undo();
}

Result<void> Transaction::commit()
{
    if (m_open && !m_database.failed() && m_database.run("COMMIT")) {
        m_open = false;
        return {};
    }
    return Unexpected(rollback(storageError("internal", "commit without a transaction")));
}

Error Transaction::rollback(Error otherwise)
{
    Error error = m_database.takeError().value_or(std::move(otherwise));
    undo();
    return error;
}

void Transaction::undo()
{
    m_open = false;
    m_database.takeError();
    // SQLite has already rolled back by itself after a full disk or an I/O error.
    if (m_database.isOpen() && sqlite3_get_autocommit(m_database.handle()) == 0)
        m_database.run("ROLLBACK");
    m_database.takeError();
}

} // namespace fulmar::storage
