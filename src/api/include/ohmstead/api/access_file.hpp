// Who may ask the service: the access file with the password's hash and the tokens' digests.
//
// The file is YAML, for its owner alone (mode 0600), and holds nothing that lets anybody in: a
// password stands there as a slow hash (net/secret.hpp), a token as its SHA-256.
// Thread rule: plain values; two writers of one file race, the last one wins whole.
//
//   AccessFile access = read_access_file("access.yaml").value();
//   access.tokens.push_back({"wallbox", Scope::read, net::sha256_hex(token)});
//   write_access_file("access.yaml", access);
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/base/result.hpp"

namespace ohmstead::api {

// Each holds those before it: look; give orders to devices and plans; change the configuration.
enum class Scope { read, control, admin };
constexpr std::array<std::string_view, 3> names_of(Scope) { return {"read", "control", "admin"}; }

struct AccessToken {
  std::string name;
  Scope scope = Scope::read;
  std::string sha256;
};

// Who may use the routes of other planners (evcc, EOS); their programs know no tokens of ours.
enum class PlannerRoutes { everyone, this_computer, nobody };
constexpr std::array<std::string_view, 3> names_of(PlannerRoutes) {
  return {"everyone", "this_computer", "nobody"};
}

struct AccessFile {
  std::string password;  // its hash; empty: only tokens let in
  PlannerRoutes planner_routes = PlannerRoutes::everyone;
  std::vector<AccessToken> tokens;

  [[nodiscard]] bool lets_somebody_in() const { return !password.empty() || !tokens.empty(); }
};

// All problems at once; `refused` when others may read it.
[[nodiscard]] base::Result<AccessFile> read_access_file(const std::filesystem::path& path);
[[nodiscard]] base::Result<void> write_access_file(const std::filesystem::path& path,
                                                   const AccessFile& access);

// What the service is told about access.
struct AccessOptions {
  std::optional<AccessFile> file = std::nullopt;  // absent: everybody may everything
  std::filesystem::path path = {};                // where it was; read again when it changes
  std::filesystem::path audit_path = {};          // empty: what was done is kept in memory alone
  const base::Clock* clock = nullptr;             // of sessions and limits; null: the real time
  std::function<void(std::string_view)> on_note = {};  // what a log should hold; any thread
  // Somebody may no longer what he could: open streams are to end. On the server's thread.
  std::function<void()> on_ended = {};
};

}  // namespace ohmstead::api
