// The tables of the store, as the steps by which they came about.
//
// A step that has left the house is never edited: a change of the tables is a new step at the end.
// Each step runs in one transaction together with its line in the table schema_version.
// Thread rule: as Store.
#pragma once

#include <span>
#include <string_view>

namespace SQLite {  // NOLINT(readability-identifier-naming): the library's name
class Database;
}

namespace ohmstead::store {

// "Ohms": marks the file as ours, so that no other program's database is ever changed.
inline constexpr int k_application_id = 0x4F686D73;

struct Migration {
  std::string_view what;
  std::string_view sql;
};

// Element 0 leads from an empty file to version 1, and so on.
[[nodiscard]] std::span<const Migration> all_migrations();

// 0 for an empty database. Throws SQLite::Exception when a database with tables has no version.
[[nodiscard]] int read_version(SQLite::Database& database);

// Runs the steps that the database has not seen. Safe when several programs do it at the same time.
// Throws SQLite::Exception; then the database has the version of the last step that succeeded.
void migrate(SQLite::Database& database, std::span<const Migration> steps);

}  // namespace ohmstead::store
