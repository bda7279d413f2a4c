#include "rest_case.hpp"

#include <algorithm>

namespace ohmstead::plan {
namespace {

// What the decided devices draw of a shared limit is no longer there for the others.
void lower_limits(const home::Case& home, const std::set<std::string>& decided,
                  const PlannedDevices& planned, const std::vector<Track>& tracks,
                  home::Case& rest) {
  for (std::size_t l = 0; l < home.power_limits.size(); ++l) {
    const home::PowerLimit& limit = home.power_limits[l];
    base::Series<home::Power> left{home.slots.count()};
    for (std::size_t t = 0; t < home.slots.count(); ++t) {
      double kw = limit.limit[t].value();
      for (std::size_t i = 0; i < tracks.size(); ++i) {
        const std::string& id = planned.device(i).id;
        const bool is_listed =
            std::find(limit.devices.begin(), limit.devices.end(), id) != limit.devices.end();
        if (is_listed && decided.contains(id)) kw -= std::max(0.0, tracks[i].power_kw[t]);
      }
      left.set(t, home::Power{std::max(0.0, kw)});
    }
    rest.power_limits[l].limit = left;
  }
}

}  // namespace

home::Case rest_case(const home::Case& home, const std::set<std::string>& decided,
                     const PlannedDevices& planned, const std::vector<Track>& tracks) {
  home::Case rest = home;
  lower_limits(home, decided, planned, tracks, rest);
  home::remove_devices(rest, decided);
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    double kw = home.load.raw()[t];
    for (std::size_t i = 0; i < tracks.size(); ++i) {
      if (decided.contains(planned.device(i).id)) kw += tracks[i].power_kw[t];
    }
    rest.load.set(t, home::Power{kw});
  }
  return rest;
}

void put_back(const HomeElements& elements, const std::set<std::string>& decided,
              const std::vector<Track>& tracks, EngineAnswer& answer) {
  std::vector<Track> all;
  std::size_t next = 0;
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    const bool is_decided = decided.contains(elements.planned.device(i).id);
    all.push_back(is_decided ? tracks[i] : answer.tracks[next++]);
  }
  answer.tracks = std::move(all);
  for (std::size_t t = 0; t < answer.devices.size(); ++t)
    answer.devices[t].drawn_kw = drawn_kw(answer.tracks, t);
}

}  // namespace ohmstead::plan
