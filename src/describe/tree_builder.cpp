#include "tree_builder.hpp"

#include <fmt/format.h>

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
  level.node.members.push_back(std::move(level.pending));
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
  if (level.node.find(name) != nullptr) {
    return fail_at(line, column, fmt::format("key '{}' stands here twice", name));
  }
  if (level.node.members.size() >= k_max_keys) {
    return fail_at(line, column, fmt::format("more than {} keys in one map", k_max_keys));
  }
  level.pending.key = std::move(name);
  level.pending.line = line;
  level.pending.column = column;
  level.has_key = true;
  return true;
}

bool TreeBuilder::expects_key() const {
  return !levels_.empty() && levels_.back().node.kind == NodeKind::map && !levels_.back().has_key;
}

}  // namespace ohmstead::describe
