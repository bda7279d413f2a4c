#include "ohmstead/describe/node.hpp"

namespace ohmstead::describe {

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name == key) return &value;
  }
  return nullptr;
}

}  // namespace ohmstead::describe
