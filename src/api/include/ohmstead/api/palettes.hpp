// Palettes of the home for the dashboard: files in a folder beside the site file, JSON or YAML, as
// docs/dashboard.md describes them.
//
// They are read anew whenever somebody asks, so that a file that is put there is there. One that is
// wrong is left out and told with everything that is wrong with it. Thread rule: any thread.
//
//   const HomePalettes all = read_palettes("/etc/ohmstead/themes");
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ohmstead::api {

// Colours are #rgb or #rrggbb.
struct Palette {
  std::optional<std::string> name;  // as it is listed; the file's where it says none
  std::string background, foreground;
  std::vector<std::string> colours;   // 16
  std::optional<std::string> accent;  // a colour, or which of the 16
  std::optional<std::string> muted;
};

struct HomePalettes {
  std::vector<Palette> palettes;      // by their files' names
  std::vector<std::string> problems;  // `themes/mine.json:3:5: palette[0]: what is wrong`
};

// Nothing where there is no such folder; an empty `folder` is none.
[[nodiscard]] HomePalettes read_palettes(const std::filesystem::path& folder);
[[nodiscard]] std::string answer_palettes(const std::filesystem::path& folder);

}  // namespace ohmstead::api
