#include "habits.hpp"

#include "strategies.hpp"

namespace ohmstead::plan {

home::Case with_fixed_devices(const home::Case& home, const std::vector<Track>& tracks) {
  home::Case fixed = home;
  remove_planned_devices(fixed);
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    fixed.load.set(t, home::Power{home.load.raw()[t] + drawn_kw(tracks, t)});
  }
  return fixed;
}

void add_fixed_devices(const PlannedDevices& devices, const std::vector<Track>& tracks,
                       home::Plan& plan) {
  for (std::size_t t = 0; t < plan.slots.size(); ++t)
    plan.slots[t].load -= home::Power{drawn_kw(tracks, t)};
  devices.write(tracks, plan);
}

home::Plan plan_with_habits(const home::Case& home, home::Plan (*strategy)(const home::Case&)) {
  const PlannedDevices devices{home};
  std::vector<Track> tracks = devices.make_tracks();
  devices.act_by_habit(tracks);
  devices.complete(tracks);
  home::Plan plan = strategy(with_fixed_devices(home, tracks));
  add_fixed_devices(devices, tracks, plan);
  bill_plan(home, plan);
  return plan;
}

}  // namespace ohmstead::plan
