// The strict reader: fills a struct from a Node tree by its field table.
//
// Collects every problem: missing, unknown (with the nearest known key), doubled, of the wrong
// kind, out of range, not finite. A field that was not in the file keeps the value it had. Thread
// rule: one thread.
//
//   Site site;
//   Problems problems{"site.yaml", tree};
//   read_fields(tree, site, problems);
#pragma once

#include "ohmstead/describe/node.hpp"
#include "ohmstead/describe/problems.hpp"
#include "ohmstead/describe/walk.hpp"

namespace ohmstead::describe {

// Fills `object` from the map `tree`.
void read_object(const Node& tree, ObjectFace& object, Problems& problems);

template <class Struct>
void read_fields(const Node& tree, Struct& value, Problems& problems) {
  detail::StructFace<Struct> face{value};
  read_object(tree, face, problems);
}

// No home has larger numbers; readers refuse them, so that sums stay exact and finite.
inline constexpr double k_largest_number = 1e9;

// A decimal number in the text of a scalar: finite, no hexadecimal, no surrounding space.
[[nodiscard]] std::optional<double> read_number(std::string_view text);

}  // namespace ohmstead::describe
