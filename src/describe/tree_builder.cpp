#include "tree_builder.hpp"

#include <fmt/format.h>

#include "ohmstead/describe/problems.hpp"

namespace ohmstead::describe {

bool TreeBuilder::fail_at(int line, int column, std::string message) {
  if (!fault_) fault_ = Fault{line, column, std::move(message)};
  return false;
}

bool TreeBuilder::attach(Node value) {
  if (levels_.empty()) {
    root_ = std::move(value);
    return true;
  }
  Level& level = levels_.back();
  if (level.node.kind == NodeKind::list) {
    level.node.items.push_back(std::move(value));
    return true;
  }
  level.pending.value = std::move(value);
  if (!level.is_doubled) level.node.members.push_back(std::move(level.pending));
  level.pending = {};
  level.has_key = false;
  return true;
}

bool TreeBuilder::scalar(Node value) { return !fault_ && attach(std::move(value)); }

bool TreeBuilder::open(NodeKind kind, int line, int column) {
  if (fault_) return false;
  if (levels_.size() >= k_max_depth) {
    return fail_at(line, column, fmt::format("more than {} levels of nesting", k_max_depth));
  }
  Level level;
  level.node.kind = kind;
  level.node.line = line;
  level.node.column = column;
  levels_.push_back(std::move(level));
  return true;
}

bool TreeBuilder::close() {
  if (fault_) return false;
  Node done = std::move(levels_.back().node);
  levels_.pop_back();
  return attach(std::move(done));
}

bool TreeBuilder::key(std::string name, int line, int column) {
  if (fault_) return false;
  Level& level = levels_.back();
  level.is_doubled = level.node.find(name) != nullptr;
  if (level.is_doubled) doubled_keys_.push_back({path_of(name), line, column});
  if (level.node.members.size() >= k_max_keys) {
    return fail_at(line, column, fmt::format("more than {} keys in one map", k_max_keys));
  }
  level.pending.key = std::move(name);
  level.pending.line = line;
  level.pending.column = column;
  level.has_key = true;
  return true;
}

std::string TreeBuilder::path_of(const std::string& key) const {
  std::string path;
  for (std::size_t i = 0; i + 1 < levels_.size(); ++i) {
    const Level& level = levels_[i];
    path = level.node.kind == NodeKind::list ? join_path(path, level.node.items.size())
                                             : join_path(path, level.pending.key);
  }
  return join_path(path, key);
}

bool TreeBuilder::expects_key() const {
  return !levels_.empty() && levels_.back().node.kind == NodeKind::map && !levels_.back().has_key;
}

}  // namespace ohmstead::describe
