// A document as a tree, whatever it was written in: YAML and JSON parse into the same Nodes, so
// there is one strict reader (read.hpp) and one set of messages.
//
// Parsing refuses or notes what the formats' libraries silently accept: a key twice in one map,
// anchors, more than 64 levels of nesting or 1000 keys in one map. Numbers stay text until a field
// asks for them, so nothing is re-interpreted (010 is not 8). Thread rule: plain values.
//
//   Result<Node> tree = parse_yaml(text, "site.yaml");
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"

namespace ohmstead::describe {

enum class NodeKind { null, scalar, list, map };

struct Member;

// A key that stands in its map a second time; only the first one's value is kept.
struct DoubledKey {
  std::string path;
  int line = 0;
  int column = 0;
};

struct Node {
  NodeKind kind = NodeKind::null;
  std::string text;             // of a scalar
  bool is_quoted = false;       // a scalar that was written as a string: "5" is not a number
  std::vector<Node> items;      // of a list
  std::vector<Member> members;  // of a map, in the order of the file
  int line = 0;                 // from 1; 0 when the format has no lines (compact JSON)
  int column = 0;
  std::vector<DoubledKey>
      doubled_keys;  // of the whole document, at its root; Problems reports them

  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] const Member* find_member(std::string_view key) const;
};

struct Member {
  std::string key;
  Node value;
  int line = 0;  // of the key
  int column = 0;
};

// Errors are invalid_input with `file:line:column: ` in front of the message.
[[nodiscard]] base::Result<Node> parse_yaml(const std::string& text, const std::string& file);
[[nodiscard]] base::Result<Node> parse_json(const std::string& text, const std::string& file);

}  // namespace ohmstead::describe
