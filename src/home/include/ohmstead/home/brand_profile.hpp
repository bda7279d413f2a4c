// Ready points of a brand, in a file of its own that many homes can share: the readings and
// commands of a connection (docs/connections/profiles.md).
//
// In it devices have names of its own; `devices` of the connection say which is which of the
// home's. Without them the names are those of the home. Thread rule: pure functions.
//
//   if (is_profile_file(connection.profile)) done = add_profile(site, i, {text, "meter.yaml"});
#pragma once

#include <cstddef>
#include <string>

#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

// Whether `profile` of a connection names a file, not a profile that comes with the program.
[[nodiscard]] bool is_profile_file(const std::string& profile);

// What may stand in such a file: JSON Schema, and a page for people.
[[nodiscard]] std::string profile_schema();
[[nodiscard]] std::string profile_reference();

struct ProfileFile {
  std::string text;
  std::string name;
};
// Adds its points to those of a connection, which is then as if they stood there; what stands there
// for the same value or device stays. Errors: invalid_input with all that is wrong and its place.
[[nodiscard]] base::Result<void> add_profile(Site& site, std::size_t connection,
                                             const ProfileFile& file);

}  // namespace ohmstead::home
