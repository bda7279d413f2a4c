#include "ohmstead/api/palettes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "ohmstead/base/file.hpp"
#include "ohmstead/describe/read.hpp"
#include "query.hpp"

namespace ohmstead::api {

constexpr auto fields_of(const Palette*) {
  using namespace describe;
  return std::make_tuple(
      field("name", &Palette::name, "as it is listed", optional),
      field("background", &Palette::background, "of the page"),
      field("foreground", &Palette::foreground, "of texts"),
      field("palette", &Palette::colours, "16 colours"),
      field("accent", &Palette::accent, "a colour, or which of the 16", optional),
      field("muted", &Palette::muted, "quiet texts", optional));
}

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_colours = 16;
constexpr std::size_t k_files_max = 100;
constexpr std::uintmax_t k_bytes_max = 100'000;

bool is_colour(std::string_view text) {
  return (text.size() == 4 || text.size() == 7) && text.front() == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

void check_colour(const std::string& path, const std::string& text, describe::Problems& problems) {
  if (!is_colour(text))
    problems.add(path, fmt::format("'{}' is no colour such as \"#1d262a\" (in quotes)", text));
}

void check(const Palette& palette, describe::Problems& problems) {
  check_colour("background", palette.background, problems);
  check_colour("foreground", palette.foreground, problems);
  if (palette.muted) check_colour("muted", *palette.muted, problems);
  if (palette.colours.size() != k_colours)
    problems.add("palette", fmt::format("has {} colours; it takes 16", palette.colours.size()));
  for (std::size_t i = 0; i < palette.colours.size(); ++i)
    check_colour(describe::join_path("palette", i), palette.colours[i], problems);
  const auto which = palette.accent ? to_count(*palette.accent) : std::nullopt;
  const bool is_accent =
      !palette.accent || (which ? *which < k_colours : is_colour(*palette.accent));
  if (!is_accent)
    problems.add("accent", fmt::format("'{}' is neither a colour such as \"#1d262a\" (in quotes) "
                                       "nor a number from 0 to 15",
                                       *palette.accent));
}

base::Result<Palette> read_palette(const fs::path& path, const std::string& shown) {
  const std::string kind = path.extension().string();
  if (kind != ".json" && kind != ".yaml" && kind != ".yml")
    return base::fail(base::ErrorKind::invalid_input,
                      shown + ": a palette is a file whose name ends with .json, .yaml or .yml");
  std::error_code failure;
  if (const auto size = fs::file_size(path, failure); !failure && size > k_bytes_max)
    return base::fail(base::ErrorKind::invalid_input,
                      fmt::format("{}: larger than {} bytes", shown, k_bytes_max));
  const auto text = base::read_file(path);
  if (!text) return tl::unexpected{text.error()};
  const auto tree =
      kind == ".json" ? describe::parse_json(*text, shown) : describe::parse_yaml(*text, shown);
  if (!tree) return tl::unexpected{tree.error()};
  describe::Problems problems{shown, *tree};
  Palette palette;
  describe::read_fields(*tree, palette, problems);
  check(palette, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  if (!palette.name || palette.name->empty()) palette.name = path.stem().string();
  return palette;
}

// Files that hide themselves are somebody else's.
std::vector<fs::path> files_in(const fs::path& folder, std::vector<std::string>& problems) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (fs::directory_iterator each{folder, failure}, end; !failure && each != end;
       each.increment(failure)) {
    std::error_code ignored;
    const bool is_hidden = each->path().filename().string().starts_with('.');
    if (!is_hidden && each->is_regular_file(ignored)) files.push_back(each->path());
  }
  if (failure && failure != std::errc::no_such_file_or_directory)
    problems.push_back(fmt::format("{}: cannot be read: {}", folder.string(), failure.message()));
  std::sort(files.begin(), files.end());
  if (files.size() > k_files_max) {
    problems.push_back(fmt::format("{}: has {} files; the first {} are read", folder.string(),
                                   files.size(), k_files_max));
    files.resize(k_files_max);
  }
  return files;
}

}  // namespace

HomePalettes read_palettes(const fs::path& folder) {
  HomePalettes all;
  if (folder.empty()) return all;
  for (const fs::path& file : files_in(folder, all.problems)) {
    const std::string shown = (folder.filename() / file.filename()).string();
    auto palette = read_palette(file, shown);
    if (!palette) {
      all.problems.push_back(palette.error().message);
      continue;
    }
    const bool is_named_twice =
        std::any_of(all.palettes.begin(), all.palettes.end(),
                    [&](const auto& each) { return each.name == palette->name; });
    if (is_named_twice)
      all.problems.push_back(
          fmt::format("{}: name: another file is called '{}' already", shown, *palette->name));
    else
      all.palettes.push_back(std::move(*palette));
  }
  return all;
}

std::string answer_palettes(const fs::path& folder) {
  using Json = nlohmann::ordered_json;
  const HomePalettes all = read_palettes(folder);
  Json json{{"palettes", Json::array()}, {"problems", all.problems}};
  for (const Palette& each : all.palettes) {
    Json row{
        {"name", *each.name}, {"background", each.background}, {"foreground", each.foreground}};
    row["palette"] = each.colours;
    if (each.accent) row["accent"] = *each.accent;
    if (each.muted) row["muted"] = *each.muted;
    json["palettes"].push_back(std::move(row));
  }
  // Names of files may be in any encoding.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace ohmstead::api
