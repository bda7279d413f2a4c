// Writers that follow the field tables: JSON documents, JSON Schema and a reference page.
// Numbers are printed with the fewest digits that read back to the same double; a series whose
// values are all equal becomes one number; an absent optional member is left out. Precondition of
// write_json: every number is finite (throws std::logic_error otherwise).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/describe/walk.hpp"

namespace ohmstead::describe {

enum class JsonStyle { compact, indented };

[[nodiscard]] std::string write_json_object(ObjectFace& object, JsonStyle style);
// What a form calls a field, and what it means, in words of a language.
struct FieldWords {
  std::string_view label;
  std::string_view text;
};
// By path without list marks, such as "batteries.id"; nothing: the field's own text and no label.
using FindFieldWords = std::function<std::optional<FieldWords>(std::string_view path)>;

// JSON Schema 2020-12; units are named in `x-unit`, labels in `title`.
[[nodiscard]] std::string write_schema_object(ObjectFace& object, std::string_view title,
                                              const FindFieldWords& words = {});
// Markdown tables: one for the struct and one for each struct below it.
[[nodiscard]] std::string write_reference_object(ObjectFace& object, std::string_view title);

template <class Struct>
[[nodiscard]] std::string write_json(Struct value, JsonStyle style = JsonStyle::compact) {
  detail::StructFace<Struct> face{value};
  return write_json_object(face, style);
}

template <class Struct>
[[nodiscard]] std::string write_schema(std::string_view title, const FindFieldWords& words = {}) {
  Struct value{};
  detail::StructFace<Struct> face{value};
  return write_schema_object(face, title, words);
}

template <class Struct>
[[nodiscard]] std::string write_reference(std::string_view title) {
  Struct value{};
  detail::StructFace<Struct> face{value};
  return write_reference_object(face, title);
}

}  // namespace ohmstead::describe
