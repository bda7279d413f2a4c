#include "ohmstead/store/put_aside.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <string>
#include <system_error>

#include "migrations.hpp"

namespace ohmstead::store {
namespace {

using Path = std::filesystem::path;

constexpr int k_plain_code = 0xff;

bool is_damaged(const Path& path) {
  try {
    SQLite::Database database{path.string(), SQLite::OPEN_READWRITE};
    // What its log holds is left for those who save it.
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (database.execAndGet("PRAGMA application_id").getInt() != k_application_id) return false;
    return database.execAndGet("PRAGMA quick_check(1)").getString() != "ok" ||
           !database.tableExists("schema_version");
  } catch (const SQLite::Exception& failure) {
    const int code = failure.getErrorCode() & k_plain_code;
    return code == SQLITE_CORRUPT || (code == SQLITE_NOTADB && path.extension() == ".db");
  }
}

Path free_name(const Path& path) {
  Path name = path;
  name += ".damaged";
  for (int number = 2; std::filesystem::exists(name); ++number) {
    name = path;
    name += fmt::format(".damaged-{}", number);
  }
  return name;
}

}  // namespace

base::Result<std::optional<Path>> put_damaged_aside(const Path& path) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure) || !is_damaged(path)) return std::nullopt;
  Path aside = free_name(path);
  for (const char* part : {"-wal", "-shm", ""}) {  // the file itself last
    const std::string from = path.string() + part;
    if (!std::filesystem::exists(from)) continue;
    std::filesystem::rename(from, aside.string() + part, failure);
    if (failure)
      return base::fail(base::ErrorKind::unavailable,
                        fmt::format("{}: damaged, and cannot be put aside: {}", path.string(),
                                    failure.message()));
  }
  return aside;
}

}  // namespace ohmstead::store
