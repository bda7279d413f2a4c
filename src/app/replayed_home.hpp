// A site whose measurements are replayed, with all that simulates it.
//
// Thread rule: one thread; its parts as they say.
#pragma once

#include <memory>
#include <optional>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/simulate/simulated_home.hpp"
#include "served_home.hpp"

namespace ohmstead::app {

inline constexpr const char* k_served_example = "with-car.yaml";  // all that the dashboard can show

struct ReplayedHome final : ServedHome {
  explicit ReplayedHome(LoadedSite from, double times = 1.0)
      : loaded{std::move(from)}, speed{times} {}

  LoadedSite loaded;
  double speed;
  std::string begin = {};  // local, of the replay
  std::optional<simulate::KnownThen> known = {};
  std::optional<simulate::SimulatedHome> house = {};
  std::optional<simulate::KnownOutlook> known_outlooks = {};

  [[nodiscard]] const home::Site& site() const override { return loaded.site; }
  [[nodiscard]] const base::Zone& zone() const override { return loaded.zone; }
  [[nodiscard]] ports::HomeDevices& devices() override { return *house; }
  [[nodiscard]] ports::OutlookSource& outlooks() override { return *known_outlooks; }
  [[nodiscard]] const LoadedSite* past() const override { return &loaded; }
  [[nodiscard]] std::string manner() const override;
};

// The site file, or the example home with a car and a tank where there is none.
[[nodiscard]] base::Result<LoadedSite> load_replayed_site(const std::string& site_file);

// `clock` must outlive it.
[[nodiscard]] base::Result<std::unique_ptr<ReplayedHome>> make_replayed_home(
    LoadedSite loaded, base::Time start, const base::Clock& clock, double speed = 1.0);

class ReplayedHomeMaker final : public HomeMaker {
 public:
  // `clock` must outlive it and its homes. `first` was read from `site_file` already.
  ReplayedHomeMaker(std::string site_file, LoadedSite first, const base::Clock& clock, double speed)
      : site_file_{std::move(site_file)}, first_{std::move(first)}, clock_{&clock}, speed_{speed} {}

  [[nodiscard]] base::Result<Make> load() override;
  [[nodiscard]] base::Result<void> check(const std::string& text) const override;
  [[nodiscard]] std::optional<double> replay_speed() const override { return speed_; }

 private:
  std::string site_file_;
  std::optional<LoadedSite> first_;
  const base::Clock* clock_;
  double speed_;
};

}  // namespace ohmstead::app
