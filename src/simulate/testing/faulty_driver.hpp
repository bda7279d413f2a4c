// A driver between the service and the simulated home that does what real ones do on bad days.
//
// Each fault lasts from a time to a time. Thread rule: one thread.
#pragma once

#include <optional>
#include <vector>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/ports/device_driver.hpp"

namespace ohmstead::simulate::testing {

enum class DriverFault {
  gone,      // neither answers nor takes anything
  deaf,      // takes commands and does nothing
  lossy,     // every second command is lost
  frozen,    // shows the same numbers for ever
  watts,     // a meter that says watts and means kilowatts
  reversed,  // the grid meter is the wrong way round
  silent,    // does not say what it was told
  by_hand,   // somebody sets the battery to charge, once
  restart,   // it forgets its command and goes its own way, once
};
inline constexpr int k_driver_faults = 9;

class FaultyDriver final : public ports::DeviceDriver {
 public:
  struct Span {
    DriverFault fault;
    base::Time from;
    base::Time to;
  };

  FaultyDriver(ports::DeviceDriver& inner, const base::Clock& clock)
      : inner_{&inner}, clock_{&clock} {}
  void add(const Span& span) { spans_.push_back({span, false}); }

  [[nodiscard]] std::string name() const override { return "faulty driver"; }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override {
    return inner_->abilities();
  }

  base::Result<void> read(ports::Measured& into) override {
    if (is_now(DriverFault::gone)) return gone();
    disturb();
    if (is_now(DriverFault::frozen) && frozen_) {
      const base::Time at = into.now.at;
      into = *frozen_;
      into.now.at = at;
      return {};
    }
    if (auto done = inner_->read(into); !done) return done;
    frozen_ = into;
    if (is_now(DriverFault::watts)) into.now.grid_import = into.now.grid_import * 1000.0;
    if (is_now(DriverFault::reversed)) std::swap(into.now.grid_import, into.now.grid_export);
    if (is_now(DriverFault::silent)) into.set.clear();
    return {};
  }

  base::Result<void> write(const home::Command& command) override {
    ++writes_;
    if (is_now(DriverFault::gone)) return gone();
    if (is_now(DriverFault::deaf)) return {};
    if (is_now(DriverFault::lossy) && writes_ % 2 == 0) return {};
    return inner_->write(command);
  }

  [[nodiscard]] int writes() const { return writes_; }

 private:
  struct Entry {
    Span span;
    bool is_done;
  };

  static base::Result<void> gone() { return base::fail(base::ErrorKind::unavailable, "no answer"); }

  [[nodiscard]] bool is_now(DriverFault fault) const {
    const base::Time now = clock_->now();
    for (const Entry& each : spans_)
      if (each.span.fault == fault && each.span.from <= now && now < each.span.to) return true;
    return false;
  }

  // What happens once, at the beginning of its span.
  void disturb() {
    const home::Abilities battery = inner_->abilities().front();
    for (Entry& each : spans_) {
      if (each.is_done || clock_->now() < each.span.from) continue;
      each.is_done = true;
      if (each.span.fault == DriverFault::by_hand)
        (void)inner_->write({battery.device, home::Verb::charge, battery.most, "by hand"});
      if (each.span.fault == DriverFault::restart)
        (void)inner_->write({battery.device, battery.verbs.front(), {}, "restarted"});
    }
  }

  ports::DeviceDriver* inner_;
  const base::Clock* clock_;
  std::vector<Entry> spans_;
  std::optional<ports::Measured> frozen_;
  int writes_ = 0;
};

}  // namespace ohmstead::simulate::testing
