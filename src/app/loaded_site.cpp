#include "loaded_site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "embedded.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/connect/live_feeds.hpp"
#include "ohmstead/home/brand_profile.hpp"
#include "output.hpp"

namespace ohmstead::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_example_folder = "french-home/";

std::string each_line_named(const std::string& name, const std::string& lines) {
  std::string text = name + ": ";
  for (const char c : lines) {
    text += c;
    if (c == '\n') text += name + ": ";
  }
  return text;
}

base::Result<LoadedSite> add_history(std::string file, home::Site site,
                                     const simulate::FileReader& read) {
  if (!site.sources.load) {
    return base::fail(
        base::ErrorKind::invalid_input,
        fmt::format("{}: sources.load: missing; plans need the measured consumption of the home",
                    file));
  }
  auto zone = base::Zone::load(site.timezone);
  if (!zone) return tl::unexpected{base::in_context(file, zone.error())};
  auto history = simulate::load_history(site, read);
  if (!history) return tl::unexpected{history.error()};
  return LoadedSite{std::move(file), std::move(site), std::move(*zone), std::move(*history)};
}

// Files of ready points lie beside the site file. All that is wrong in all of them is told.
base::Result<void> add_profiles(home::Site& site, const std::string& name, const fs::path& folder) {
  std::string faults;
  for (std::size_t i = 0; i < site.connections.size(); ++i) {
    const std::string profile = site.connections[i].profile;
    if (!home::is_profile_file(profile)) continue;
    const std::string path = (folder / profile).string();
    const auto text = base::read_file(path);
    const auto added =
        text ? home::add_profile(site, i, {*text, path})
             : base::Result<void>{tl::unexpected{base::in_context(
                   fmt::format("{}: connections[{}].profile", name, i), text.error())}};
    if (!added) faults += (faults.empty() ? "" : "\n") + added.error().message;
  }
  if (faults.empty()) return {};
  return base::fail(base::ErrorKind::invalid_input, faults);
}

fs::path folder_of(const std::string& path) {
  return path == "-" ? fs::path{} : fs::path{path}.parent_path();
}

}  // namespace

base::Result<home::Site> read_checked_site(const std::string& text, const std::string& name,
                                           const std::filesystem::path& folder) {
  auto site = home::read_site(text, name);
  if (!site) return site;
  if (const auto added = add_profiles(*site, name, folder); !added)
    return tl::unexpected{added.error()};
  if (const auto fine = connect::check_live_sources(*site); !fine)
    return base::fail(fine.error().kind, each_line_named(name, fine.error().message));
  if (!site->secrets_file) return site;
  if (const auto secrets = home::read_secrets(folder / *site->secrets_file); !secrets) {
    return tl::unexpected{base::in_context(name + ": secrets_file", secrets.error())};
  }
  return site;
}

base::Result<std::string> read_example_file(const std::string& name) {
  const auto files = embedded_files();
  const auto found = std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& file) {
    return file.name == std::string{k_example_folder} + name;
  });
  if (found != files.end()) return std::string{found->contents};
  return base::fail(base::ErrorKind::internal, fmt::format("the program carries no file {}", name));
}

base::Result<home::Site> load_site_file(const std::string& path) {
  const auto input = read_input(path);
  if (!input) return tl::unexpected{input.error()};
  return read_checked_site(input->text, input->name, folder_of(path));
}

base::Result<LoadedSite> load_history_of(home::Site site, const std::string& path) {
  const auto read = [folder =
                         folder_of(path)](const std::string& name) -> base::Result<std::string> {
    auto file = read_input((folder / name).string());
    if (!file) return tl::unexpected{file.error()};
    return std::move(file->text);
  };
  return add_history(path == "-" ? "standard input" : path, std::move(site), read);
}

base::Result<LoadedSite> load_site(const std::string& path) {
  auto site = load_site_file(path);
  if (!site) return tl::unexpected{site.error()};
  return load_history_of(std::move(*site), path);
}

base::Result<LoadedSite> load_example_site(const std::string& file) {
  const auto text = read_example_file(file);
  if (!text) return tl::unexpected{text.error()};
  const std::string name = "example " + file;
  auto site = home::read_site(*text, name);
  if (!site) return tl::unexpected{site.error()};
  return add_history(name, std::move(*site), read_example_file);
}

}  // namespace ohmstead::app
