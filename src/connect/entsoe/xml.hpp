// A small reader of XML documents: elements with their texts, without attributes and namespaces.
//
// Refused: document types and with them all entities but the five of XML itself, more than 64
// levels, ends that do not match. Thread rule: pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"

namespace ohmstead::connect {

struct Element {
  std::string name;  // without its prefix
  std::string text;  // outside of its children, trimmed
  std::vector<Element> children;

  [[nodiscard]] const Element* find(std::string_view child) const;
  // The text of a child; empty when there is none.
  [[nodiscard]] std::string_view text_of(std::string_view child) const;
};

// The root element. Errors: invalid_input.
[[nodiscard]] base::Result<Element> parse_xml(std::string_view text);

}  // namespace ohmstead::connect
