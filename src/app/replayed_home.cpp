#include "replayed_home.hpp"

namespace ohmstead::app {

base::Result<LoadedSite> load_replayed_site(const std::string& site_file) {
  return site_file.empty() ? load_example_site(k_served_example) : load_site(site_file);
}

base::Result<std::unique_ptr<ReplayedHome>> make_replayed_home(LoadedSite loaded, base::Time start,
                                                               const base::Clock& clock) {
  auto home = std::make_unique<ReplayedHome>(ReplayedHome{std::move(loaded)});
  const LoadedSite& from = home->loaded;
  auto known = simulate::KnownThen::make(from.site, from.history);
  if (!known) return tl::unexpected{base::in_context(from.file, known.error())};
  home->known.emplace(std::move(*known));
  auto house = simulate::SimulatedHome::make(from.site, from.history, start, clock);
  if (!house) return tl::unexpected{base::in_context(from.file, house.error())};
  home->house.emplace(std::move(*house));
  home->outlooks.emplace(*home->known, &from.history);
  return home;
}

}  // namespace ohmstead::app
