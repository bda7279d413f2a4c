// Changes single values in a YAML text and leaves everything else as people wrote it: comments,
// order, spaces.
//
// A path is as in problems: "batteries[0].capacity_kwh". Values are JSON, which is YAML too. What a
// text makes too hard to change in place (anchors, values over several lines, keys of a map that is
// written in one line and to be taken out) is refused: then people edit the text. Thread rule: pure
// functions.
//
//   Result<std::string> text = set_yaml(old, "grid.export_limit_kw", "6");
#pragma once

#include <string>

#include "ohmstead/base/result.hpp"

namespace ohmstead::describe {

[[nodiscard]] base::Result<std::string> set_yaml(const std::string& text, const std::string& path,
                                                 const std::string& json_value);
// Takes a key and its value out; a key that is not there is no error.
[[nodiscard]] base::Result<std::string> remove_yaml(const std::string& text,
                                                    const std::string& path);

// What changed, as lines with - and + and three lines around them; empty: nothing.
[[nodiscard]] std::string unified_diff(const std::string& before, const std::string& after);

}  // namespace ohmstead::describe
