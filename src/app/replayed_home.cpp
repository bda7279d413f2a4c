#include "replayed_home.hpp"

#include <fmt/format.h>

namespace ohmstead::app {

using base::Result;

Result<LoadedSite> load_replayed_site(const std::string& site_file) {
  return site_file.empty() ? load_example_site(k_served_example) : load_site(site_file);
}

Result<std::unique_ptr<ReplayedHome>> make_replayed_home(LoadedSite loaded, base::Time start,
                                                         const base::Clock& clock, double speed) {
  auto home = std::make_unique<ReplayedHome>(std::move(loaded), speed);
  const LoadedSite& from = home->loaded;
  auto known = simulate::KnownThen::make(from.site, from.history);
  if (!known) return tl::unexpected{base::in_context(from.file, known.error())};
  home->known.emplace(std::move(*known));
  auto house = simulate::SimulatedHome::make(from.site, from.history, start, clock);
  if (!house) return tl::unexpected{base::in_context(from.file, house.error())};
  home->house.emplace(std::move(*house));
  home->known_outlooks.emplace(*home->known, &from.history);
  home->begin = from.zone.format_local(start);
  return home;
}

std::string ReplayedHome::manner() const {
  return fmt::format("from {} on, {:g} times as fast as life", begin, speed);
}

Result<HomeMaker::Make> ReplayedHomeMaker::load() {
  auto loaded = first_ ? Result<LoadedSite>{std::move(*first_)} : load_replayed_site(site_file_);
  first_.reset();
  if (!loaded) return tl::unexpected{loaded.error()};
  const base::Time now = clock_->now();
  if (now < loaded->history.measured_from || now >= loaded->history.measured_until)
    return base::fail(base::ErrorKind::invalid_input,
                      "its measurements do not reach to the present of the replay");
  auto site = std::make_shared<LoadedSite>(std::move(*loaded));
  return [this, site](std::unique_ptr<ServedHome> before) -> Result<std::unique_ptr<ServedHome>> {
    auto home = make_replayed_home(std::move(*site), clock_->now(), *clock_, speed_);
    if (!home) return tl::unexpected{home.error()};
    // What is simulated lives on under another site file.
    if (auto* old = dynamic_cast<ReplayedHome*>(before.get()))
      (*home)->house->go_on_from(*old->house);
    return std::move(*home);
  };
}

Result<void> ReplayedHomeMaker::check(const std::string& text) const {
  auto site = home::read_site(text, site_file_);
  if (!site) return tl::unexpected{site.error()};
  if (auto loaded = load_history_of(std::move(*site), site_file_); !loaded)
    return base::fail(base::ErrorKind::invalid_input, loaded.error().message);
  return {};
}

}  // namespace ohmstead::app
