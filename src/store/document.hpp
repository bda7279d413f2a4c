// Checks that a stored text is the document it should be, before it goes in and after it comes out.
// Thread rule: plain functions.
#pragma once

#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"
#include "ohmstead/describe/node.hpp"

namespace ohmstead::store {

// A JSON object; with a `schema` that is not empty, its member `schema` must have that value.
// Errors are invalid_input and begin with `place`.
[[nodiscard]] base::Result<describe::Node> read_document(const std::string& text,
                                                         std::string_view schema,
                                                         const std::string& place);

// The text of a member of `document`; empty when there is none.
[[nodiscard]] std::string text_of(const describe::Node& document, std::string_view key);

}  // namespace ohmstead::store
