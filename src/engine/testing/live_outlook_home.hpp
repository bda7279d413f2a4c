// A home whose prices are told and whose load is measured, for tests of its outlook. Test code
// only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "ohmstead/engine/live_outlook.hpp"
#include "testing/notebook.hpp"

namespace ohmstead::engine {

using base::Time;
using std::chrono::hours;
using std::chrono::minutes;

inline Time at(const char* text) { return *base::parse_time(text); }

struct ToldFeeds final : ports::Feeds {
  std::shared_ptr<ports::FeedsSnapshot> known = std::make_shared<ports::FeedsSnapshot>();
  [[nodiscard]] std::shared_ptr<const ports::FeedsSnapshot> now() const override { return known; }
};

inline home::PriceCurve prices(Time from, int count, double first) {
  home::PriceCurve curve;
  for (int i = 0; i < count; ++i)
    curve.slots.push_back(
        {from + hours{i}, from + hours{i + 1}, base::EnergyPrice{first + 0.01 * i}});
  return curve;
}

class LiveOutlookTest : public ::testing::Test {
 protected:
  LiveOutlookTest() {
    site_.name = "Home";
    site_.timezone = "UTC";
    site_.tariff.import.spot_factor = 1.0;
    feeds_.known->prices = prices(at("2026-03-20T00:00:00Z"), 48, 0.1);
  }

  // Two kilowatts from 18 to 20 h, else a quarter of one.
  static double usual_kw(Time time) {
    const auto hour = (time.time_since_epoch() % hours{24}) / hours{1};
    return hour >= 18 && hour < 20 ? 2.0 : 0.25;
  }

  void live_until(LiveOutlook& outlooks, Time from, Time to) {
    for (Time time = from; time < to; time += minutes{15}) {
      home::MeasuredSlot slot;
      slot.start = time;
      slot.duration = minutes{15};
      slot.load = base::Power{usual_kw(time)};
      outlooks.learn(slot);
      (void)notebook_.append("slots", time, home::write_measured_slot(slot));
    }
  }

  home::Site site_;
  base::Zone zone_ = base::Zone::utc();
  ToldFeeds feeds_;
  testing::Notebook notebook_;
  Time now_ = at("2026-03-20T10:05:00Z");
};

inline const ports::FeedHealth* find_health(const std::vector<ports::FeedHealth>& all,
                                            const std::string& name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace ohmstead::engine
