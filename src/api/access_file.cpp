#include "ohmstead/api/access_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "ohmstead/base/private_file.hpp"
#include "ohmstead/describe/read.hpp"
#include "ohmstead/net/secret.hpp"

namespace ohmstead::api {

constexpr auto fields_of(const AccessToken*) {
  using namespace describe;
  return std::make_tuple(field("name", &AccessToken::name, "who has it"),
                         field("scope", &AccessToken::scope, "what it may do"),
                         field("sha256", &AccessToken::sha256, "its SHA-256 in hexadecimal"));
}

constexpr auto fields_of(const AccessFile*) {
  using namespace describe;
  return std::make_tuple(field("password", &AccessFile::password, "hash of the password", optional),
                         field("planner_routes", &AccessFile::planner_routes,
                               "who may use the routes of other planners", optional),
                         field("tokens", &AccessFile::tokens, "of programs", optional));
}

namespace {

bool is_digest(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// What is wrong is told without the text itself: it may be a password in the wrong place.
void check(const AccessFile& access, describe::Problems& problems) {
  if (!access.password.empty() && !net::is_password_hash(access.password))
    problems.add("password", "this is no hash of a password; ohmstead password makes one");
  std::set<std::string> names;
  for (std::size_t i = 0; i < access.tokens.size(); ++i) {
    const AccessToken& token = access.tokens[i];
    const std::string path = describe::join_path("tokens", i);
    const bool is_named_twice = !names.insert(token.name).second;
    if (token.name.empty() || is_named_twice)
      problems.add(describe::join_path(path, "name"),
                   is_named_twice ? "another token has this name" : "a token needs a name");
    if (!is_digest(token.sha256))
      problems.add(describe::join_path(path, "sha256"),
                   "this is no SHA-256 of a token; ohmstead token makes one");
  }
}

// A JSON text is one of YAML as well.
std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

template <class Enum>
std::string_view name_of(Enum value) {
  return names_of(value)[static_cast<std::size_t>(value)];
}

}  // namespace

base::Result<AccessFile> read_access_file(const std::filesystem::path& path) {
  const auto text = base::read_private_file(path);
  if (!text) return tl::unexpected{text.error()};
  const auto tree = describe::parse_yaml(*text, path.string());
  if (!tree) return tl::unexpected{tree.error()};
  describe::Problems problems{path.string(), *tree};
  AccessFile access;
  describe::read_fields(*tree, access, problems);
  if (problems.is_empty()) check(access, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return access;
}

base::Result<void> write_access_file(const std::filesystem::path& path, const AccessFile& access) {
  std::string text =
      "# Who may ask the service; docs/security.md tells about it. Written by `ohmstead password`\n"
      "# and `ohmstead token`. Nothing here lets anybody in; take a token out to end it.\n";
  if (!access.password.empty()) text += fmt::format("password: {}\n", quoted(access.password));
  text += fmt::format("planner_routes: {}\n", name_of(access.planner_routes));
  if (!access.tokens.empty()) text += "tokens:\n";
  for (const AccessToken& token : access.tokens) {
    text += fmt::format("  - name: {}\n    scope: {}\n    sha256: {}\n", quoted(token.name),
                        name_of(token.scope), quoted(token.sha256));
  }
  return base::write_private_file(path, text);
}

}  // namespace ohmstead::api
