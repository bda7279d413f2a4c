#include "ohmstead/base/private_file.hpp"
#include "ohmstead/describe/node.hpp"
#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

base::Result<std::vector<Secret>> read_secrets(const std::filesystem::path& path) {
  const auto text = base::read_private_file(path);
  if (!text) return tl::unexpected{text.error()};
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
