// Builds a Node tree from the event streams of the YAML and JSON parsers, with the shared limits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/describe/node.hpp"

namespace ohmstead::describe {

class TreeBuilder {
 public:
  static constexpr std::size_t k_max_depth = 64;
  static constexpr std::size_t k_max_keys = 1000;  // in one map

  struct Fault {
    int line = 0;
    int column = 0;
    std::string message;
  };

  // Each returns false after a fault; the first fault is kept.
  bool scalar(Node value);
  bool open(NodeKind kind, int line, int column);
  bool close();
  // The next value belongs to `key`.
  bool key(std::string name, int line, int column);

  [[nodiscard]] bool expects_key() const;
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }
  bool fail_at(int line, int column, std::string message);
  [[nodiscard]] Node take_root() {
    root_.doubled_keys = std::move(doubled_keys_);
    return std::move(root_);
  }

 private:
  struct Level {
    Node node;
    Member pending;
    bool has_key = false;
    bool is_doubled = false;  // the pending key stood here before
  };

  bool attach(Node value);
  // Where `key` of the innermost map stands.
  [[nodiscard]] std::string path_of(const std::string& key) const;

  Node root_;
  std::vector<DoubledKey> doubled_keys_;
  std::vector<Level> levels_;
  std::optional<Fault> fault_;
};

}  // namespace ohmstead::describe
