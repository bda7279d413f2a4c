#include "connection.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <thread>

#include "migrations.hpp"

namespace ohmstead::store {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;

Result<void> prepare_place(const std::filesystem::path& path, const StoreOptions& options) {
  std::error_code failure;
  const bool is_there = std::filesystem::exists(path, failure);
  if (is_there) return {};
  if (!options.can_create) {
    return fail(ErrorKind::not_found, fmt::format("{}: there is no database", path.string()));
  }
  std::filesystem::create_directories(path.parent_path(), failure);
  if (failure) {
    return fail(ErrorKind::unavailable,
                fmt::format("{}: cannot make the folder of the database: {}", path.string(),
                            failure.message()));
  }
  // It tells when people are at home: for its owner alone, as SQLite's files beside it then are.
  // Where this fails, or another was quicker, opening it tells.
  const int made = ::open(path.c_str(), O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made >= 0) ::close(made);
  return {};
}

// The last connection that closes a database moves the log into it: not into one that we refuse.
void keep_log_on_close(SQLite::Database& database, bool is_kept) {
  sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, is_kept ? 1 : 0,
                    nullptr);
}

Result<void> check_owner(const Connection& connection) {
  SQLite::Database& database = *connection.database;
  const int owner = database.execAndGet("PRAGMA application_id").getInt();
  const int tables = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
  if (owner == 0 && tables == 0) return {};
  if (owner != k_application_id) {
    return fail(
        ErrorKind::invalid_input,
        fmt::format("{}: a database of another program; it was left as it is. Name another file",
                    connection.path));
  }
  if (database.tableExists("schema_version")) return {};
  return tl::unexpected{damage(connection.path, "its table schema_version is missing")};
}

Result<void> check_version(const Connection& connection) {
  const int version = read_version(*connection.database);
  const int newest = static_cast<int>(all_migrations().size());
  if (version <= newest) return {};
  return fail(ErrorKind::refused,
              fmt::format("{}: written by a newer ohmstead (version {} of the tables; this program "
                          "knows {}); it was "
                          "left as it is. Update the program, or name another file",
                          connection.path, version, newest));
}

Result<void> check_integrity(const Connection& connection) {
  std::string found = connection.database->execAndGet("PRAGMA quick_check(1)").getString();
  if (found == "ok") return {};
  std::replace(found.begin(), found.end(), '\n', ' ');
  return tl::unexpected{damage(connection.path, found)};
}

// Returns the journal mode that is in force then. While another program makes the same new file,
// SQLite answers "busy" at once here, without waiting as everywhere else.
std::string switch_to_log(SQLite::Database& database, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (database.tryExec("PRAGMA journal_mode = WAL") == SQLITE_BUSY &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return database.execAndGet("PRAGMA journal_mode = WAL").getString();
}

// What must be set before the first table is made, and what lasts as long as the connection.
Result<void> configure(const Connection& connection) {
  SQLite::Database& database = *connection.database;
  database.exec("PRAGMA foreign_keys = ON");
  database.exec(
      "PRAGMA synchronous = FULL");  // each commit reaches the disk: a power cut loses none
  database.exec("PRAGMA journal_size_limit = 8388608");
  // Works before the first table only. Later it changes nothing but still takes the lock for
  // writing.
  if (read_version(database) == 0) database.exec("PRAGMA auto_vacuum = INCREMENTAL");
  if (connection.options.max_size_mb) {
    const std::int64_t page_size = database.execAndGet("PRAGMA page_size").getInt64();
    const std::int64_t pages = *connection.options.max_size_mb * 1024 * 1024 / page_size;
    database.execAndGet(fmt::format("PRAGMA max_page_count = {}", pages)).getInt64();
  }
  const std::string mode = switch_to_log(database, connection.options.busy_timeout);
  if (mode == "wal") return {};
  return fail(
      ErrorKind::unavailable,
      fmt::format(
          "{}: the file system of this folder cannot hold a write-ahead log (journal mode is {}); "
          "choose a folder on a local disk",
          connection.path, mode));
}

Result<void> check(const Connection& connection) {
  if (sqlite3_db_readonly(connection.database->getHandle(), "main") == 1) {
    return tl::unexpected{no_access(connection.path, "it can only be read")};
  }
  const SQLite::Transaction one_view{*connection.database};  // another program may be writing
  if (auto owner = check_owner(connection); !owner) return owner;
  if (auto version = check_version(connection); !version) return version;
  if (!connection.options.is_integrity_checked) return {};
  return check_integrity(connection);
}

}  // namespace

Connection::Connection(std::string where, const StoreOptions& wishes)
    : path{std::move(where)}, options{wishes} {}

Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> open_connection(const std::filesystem::path& path,
                                                    const StoreOptions& options) {
  using Opened = Result<std::unique_ptr<Connection>>;
  if (path.empty()) return fail(ErrorKind::invalid_input, "the database needs a file name");
  // An absolute path also keeps SQLite from reading meaning into names such as ":memory:".
  auto connection = std::make_unique<Connection>(std::filesystem::absolute(path).string(), options);
  if (auto place = prepare_place(connection->path, options); !place)
    return tl::unexpected{place.error()};

  const int flags = SQLite::OPEN_READWRITE | (options.can_create ? SQLite::OPEN_CREATE : 0);
  return guarded(*connection, [&]() -> Opened {
    connection->database = std::make_unique<SQLite::Database>(
        connection->path, flags, static_cast<int>(options.busy_timeout.count()));
    keep_log_on_close(*connection->database, true);
    if (auto sound = check(*connection); !sound) return tl::unexpected{sound.error()};
    if (auto ready = configure(*connection); !ready) return tl::unexpected{ready.error()};
    migrate(*connection->database, all_migrations());
    keep_log_on_close(*connection->database, false);
    return std::move(connection);
  });
}

}  // namespace ohmstead::store
