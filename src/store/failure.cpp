#include "failure.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "connection.hpp"

namespace ohmstead::store {
namespace {

using base::Error;
using base::ErrorKind;

// SQLite's extended result codes carry the plain code in their lowest byte.
constexpr int plain_code(int code) { return code & 0xff; }

Error make_error(ErrorKind kind, std::string message) {
  return Error{kind, std::move(message), std::nullopt};
}

// Where room is to be made, and how much there is: " of /var/lib/ohmstead (0.3 MB free)".
std::string place_of(const Connection& connection) {
  std::error_code failure;
  const auto folder = std::filesystem::absolute(connection.path, failure).parent_path();
  const auto space = std::filesystem::space(folder, failure);
  if (failure) return {};
  return fmt::format(" of {} ({:.1f} MB free)", folder.string(),
                     static_cast<double>(space.available) / 1e6);
}

Error no_room(const Connection& connection) {
  const std::string cause =
      connection.options.max_size_mb
          ? fmt::format("the database has reached its limit of {} MB or the disk{} is full",
                        *connection.options.max_size_mb, place_of(connection))
          : fmt::format("no space left on the disk{}: free some there", place_of(connection));
  return make_error(ErrorKind::unavailable,
                    fmt::format("{}: {}; nothing was changed, all that was saved before is safe",
                                connection.path, cause));
}

Error locked(const Connection& connection) {
  const double waited_s = static_cast<double>(connection.options.busy_timeout.count()) / 1000.0;
  return make_error(
      ErrorKind::unavailable,
      fmt::format("{}: locked by another program (waited {:g} s); nothing was changed. Stop that "
                  "program or try again",
                  connection.path, waited_s));
}

bool is_out_of_room(const Connection& connection, int code) {
  if (plain_code(code) == SQLITE_FULL) return true;
  if (plain_code(code) != SQLITE_IOERR || !connection.database) return false;
  const int cause = sqlite3_system_errno(connection.database->getHandle());
  return cause == ENOSPC || cause == EDQUOT;
}

Error to_error(const Connection& connection, const SQLite::Exception& failure) {
  if (is_out_of_room(connection, failure.getErrorCode())) return no_room(connection);
  switch (plain_code(failure.getErrorCode())) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return locked(connection);
    case SQLITE_CORRUPT:
      return damage(connection.path, failure.what());
    case SQLITE_NOTADB:
      return make_error(
          ErrorKind::invalid_input,
          fmt::format("{}: not a database, or one whose beginning is damaged; it was left as it "
                      "is. Name another file, or move this one away to start anew",
                      connection.path));
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return no_access(connection.path, failure.what());
    case SQLITE_IOERR:
      return make_error(ErrorKind::unavailable, fmt::format("{}: cannot read or write: {}",
                                                            connection.path, failure.what()));
    case SQLITE_TOOBIG:
      return make_error(ErrorKind::invalid_input,
                        fmt::format("{}: a text is too long to be stored", connection.path));
    default:
      return make_error(ErrorKind::internal,
                        fmt::format("{}: {}", connection.path, failure.what()));
  }
}

}  // namespace

Error current_failure(const Connection& connection) {
  try {
    throw;
  } catch (const SQLite::Exception& failure) {
    return to_error(connection, failure);
  }
}

Error damage(const std::string& path, std::string_view detail) {
  return make_error(
      ErrorKind::invalid_input,
      fmt::format(
          "{0}: the database is damaged ({1}); it was left as it is. Rescue what can be read "
          "with: sqlite3 {0} .recover | sqlite3 NEW.db -- or move it away, with {0}-wal if "
          "there is one, to start anew",
          path, detail));
}

Error no_access(const std::string& path, std::string_view otherwise) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return make_error(ErrorKind::invalid_input,
                      fmt::format("{}: is a folder, not a database", path));
  }
  const std::string folder = std::filesystem::path{path}.parent_path().string();
  for (const std::string& place : {path, folder}) {
    if (::faccessat(AT_FDCWD, place.c_str(), R_OK | W_OK, AT_EACCESS) != 0 && errno != ENOENT) {
      return make_error(ErrorKind::unavailable, fmt::format("{}: cannot write the database: {}: {}",
                                                            path, place, std::strerror(errno)));
    }
  }
  return make_error(ErrorKind::unavailable,
                    fmt::format("{}: cannot open the database: {}", path, otherwise));
}

}  // namespace ohmstead::store
