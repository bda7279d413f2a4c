// A home in software behind the ports: load and sun as they were measured, batteries, inverters,
// cars, hot water, rooms and machines by their physics, everything by a clock that may run faster
// than life. The site's `simulation` adds chance and what meters get wrong.
//
// What it is told holds until it is told something else, also in the middle of a slot. When the
// measurements end, readings fail and say so. Units as in home/readings.hpp. Thread rule: one
// thread at a time.
//
//   PacedClock clock{start, 60.0};
//   Result<SimulatedHome> house = SimulatedHome::make(site, history, start, clock);
#pragma once

#include <memory>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/ports/home_devices.hpp"
#include "ohmstead/ports/outlook_source.hpp"
#include "ohmstead/simulate/history.hpp"
#include "ohmstead/simulate/known_then.hpp"

namespace ohmstead::simulate {

class SimulatedHome final : public ports::HomeDevices {
 public:
  // `start` is moved to the beginning of its slot. Site, history and clock must outlive it. Fails
  // as make_period() does.
  [[nodiscard]] static base::Result<SimulatedHome> make(const home::Site& site,
                                                        const History& history, base::Time start,
                                                        const base::Clock& clock);
  ~SimulatedHome() override;
  SimulatedHome(SimulatedHome&&) noexcept;
  SimulatedHome& operator=(SimulatedHome&&) noexcept;

  // What both have by its name is as it now is in `before`, counters of the meter too: another site
  // file for a home that goes on living.
  void go_on_from(SimulatedHome& before);

  [[nodiscard]] base::Result<home::Readings> read() override;
  [[nodiscard]] base::Result<void> follow(const home::PlanSlot& order) override;
  void set_sun_only(const std::vector<std::string>& devices) override;

  // The first time at which nothing is measured any more.
  [[nodiscard]] base::Time end() const;

 private:
  struct State;
  explicit SimulatedHome(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// What was known at each time of a replay; with a history also bands, by what forecasts got wrong
// before.
class KnownOutlook final : public ports::OutlookSource {
 public:
  // Both must outlive it.
  explicit KnownOutlook(const KnownThen& known, const History* history = nullptr)
      : known_{&known}, history_{history} {}
  [[nodiscard]] base::Result<home::Outlook> outlook(base::Time now) override;
  [[nodiscard]] std::int64_t version(base::Time now) const override {
    return known_->published_until(now).time_since_epoch().count();
  }

 private:
  const KnownThen* known_;
  const History* history_;
};

}  // namespace ohmstead::simulate
