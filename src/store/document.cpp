#include "document.hpp"

#include <fmt/format.h>

namespace ohmstead::store {

using base::ErrorKind;
using base::fail;

base::Result<describe::Node> read_document(const std::string& text, std::string_view schema,
                                           const std::string& place) {
  auto document = describe::parse_json(text, place);
  if (!document) return document;
  if (document->kind != describe::NodeKind::map) {
    return fail(ErrorKind::invalid_input, fmt::format("{}: not a JSON object", place));
  }
  if (schema.empty()) return document;
  const describe::Node* found = document->find("schema");
  if (found == nullptr) {
    return fail(ErrorKind::invalid_input,
                fmt::format("{}: schema: missing; expected {}", place, schema));
  }
  if (found->text != schema) {
    return fail(ErrorKind::invalid_input,
                fmt::format("{}: schema: '{}' is not {}", place, found->text, schema));
  }
  return document;
}

std::string text_of(const describe::Node& document, std::string_view key) {
  const describe::Node* found = document.find(key);
  return found == nullptr ? std::string{} : found->text;
}

}  // namespace ohmstead::store
