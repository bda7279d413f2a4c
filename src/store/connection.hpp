// One open database and where it lies; the wall at which the library's exceptions become Errors.
// Thread rule: as Store.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <type_traits>

#include "failure.hpp"
#include "ohmstead/store/store.hpp"

namespace SQLite {  // NOLINT(readability-identifier-naming): the library's name
class Database;
}

namespace ohmstead::store {

struct Connection {
  Connection(std::string path, const StoreOptions& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::string path;  // absolute
  StoreOptions options;
  std::unique_ptr<SQLite::Database> database;
};

// Opens the file, refuses what is not ours, is damaged or too new, and brings the rest up to date.
// A refused file is left exactly as it was.
[[nodiscard]] base::Result<std::unique_ptr<Connection>> open_connection(
    const std::filesystem::path& path, const StoreOptions& options);

// Runs `work`, which returns a Result, and turns the library's exceptions into Errors.
template <class Work>
[[nodiscard]] std::invoke_result_t<Work> guarded(const Connection& connection, Work&& work) {
  try {
    return work();
  } catch (...) {
    return tl::unexpected{current_failure(connection)};
  }
}

}  // namespace ohmstead::store
