#include <fmt/format.h>
#include <sys/stat.h>

#include "ohmstead/base/file.hpp"
#include "ohmstead/describe/node.hpp"
#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

base::Result<std::vector<Secret>> read_secrets(const std::filesystem::path& path) {
  const auto text = base::read_file(path);
  if (!text) return tl::unexpected{text.error()};
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0 || (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return base::fail(base::ErrorKind::refused,
                      fmt::format("{}: others may read this file; run: chmod 600 {}", path.string(),
                                  path.string()));
  }
  const auto tree = describe::parse_yaml(*text, path.string());
  if (!tree) return tl::unexpected{tree.error()};
  describe::Problems problems{path.string(), *tree};
  if (tree->kind != describe::NodeKind::map) problems.add("", "expected a map of names to texts");
  std::vector<Secret> secrets;
  for (const describe::Member& member : tree->members) {
    if (member.value.kind != describe::NodeKind::scalar)
      problems.add(member.key, "expected a text");
    secrets.push_back({member.key, member.value.text});
  }
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return secrets;
}

}  // namespace ohmstead::home
