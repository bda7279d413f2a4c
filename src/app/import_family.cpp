// Our own generated homes: family_home.hpp says what the families are.
#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "family_heat.hpp"
#include "import_formats.hpp"
#include "ohmstead/describe/read.hpp"

namespace ohmstead::app {
namespace {

using namespace ohmstead::base;
using namespace ohmstead::describe;

FamilyHome read_home(PeerFile& file, Problems& problems) {
  FamilyHome from;
  read_fields(file.tree, from, problems);
  const auto count = static_cast<std::size_t>(from.slots);
  spread(from.import, count, "import_per_kwh", problems);
  spread(from.export_, count, "export_per_kwh", problems);
  spread(from.pv, count, "pv_kw", problems);
  spread(from.load, count, "load_kw", problems);
  for (std::size_t i = 0; i < from.cars.size(); ++i) {
    const std::string path = join_path("vehicles", i);
    spread(from.cars[i].available, count, path + ".available", problems);
    spread(from.cars[i].trip, count, path + ".trip_kwh", problems);
    spread(from.cars[i].target, count, path + ".target_kwh", problems);
  }
  if (!from.outdoor.is_empty()) {
    spread(from.outdoor, count, "outdoor_c", problems);
    spread(from.cop, count, "heat_pump_cop", problems);
    spread(from.tank.draw, count, "tank.draw_kw", problems);
  }
  for (std::size_t i = 0; i < from.rooms.size(); ++i) {
    const std::string path = join_path("rooms", i);
    spread(from.rooms[i].low, count, path + ".comfort_low_c", problems);
    spread(from.rooms[i].high, count, path + ".comfort_high_c", problems);
  }
  const double step_s = from.step_h * 3600.0;
  if (step_s < 1.0 || step_s != std::floor(step_s))
    problems.add("step_h", "must be a whole number of seconds");
  return from;
}

// How many slots of the file become one; empty: each stays as it is.
std::vector<std::size_t> slot_groups(Family family) {
  if (family != Family::g) return {};
  std::vector<std::size_t> groups(24, 1);
  groups.insert(groups.end(), 36, 2);
  groups.insert(groups.end(), 24, 4);
  return groups;
}

std::vector<std::string_view> left_out(Family family) {
  if (family == Family::b || family == Family::e || family == Family::g) return {"appliances"};
  if (family == Family::d) return {};
  std::vector<std::string_view> keys{
      "tariff",     "outdoor_c", "heat_pump_cop",          "pv_peak_kw",         "peak",
      "wallbox_kw", "tank",      "room_coupling_kw_per_k", "heat_pump_limit_kw", "rooms",
      "appliances"};
  if (family == Family::a) keys.emplace_back("vehicles");
  return keys;
}

std::string what_is_taken(Family family) {
  switch (family) {
    case Family::a:
      return "only battery, grid and PV are taken over (family A); peak charge, vehicles, tank, "
             "rooms and appliances are left out";
    case Family::c:
      return "battery, grid, PV and the first car are taken over (family C); peak charge, other "
             "vehicles, tank, rooms and appliances are left out";
    case Family::b:
    case Family::g:
      return "appliances are left out, everything else may run at any power (family B or G)";
    case Family::e:
      return "appliances are left out; 27 scenarios of sun, load and prices, tank and rooms do the "
             "same in all of them (family E)";
    case Family::d:
      break;
  }
  return "the whole home with its switches (family D)";
}

// Battery, grid and PV, as in all families; there both ways at once are allowed.
home::Case make_family_a(const FamilyHome& from, const std::vector<std::size_t>& groups) {
  home::Case home;
  home.schema = home::k_case_schema;
  home.name = fmt::format("home-{}", from.seed);
  const auto step_s = static_cast<std::int64_t>(from.step_h * 3600.0);
  if (groups.empty()) {
    home.slots =
        SlotGrid::uniform(k_undated_start, Seconds{step_s}, static_cast<std::size_t>(from.slots));
  } else {
    std::vector<Seconds> durations;
    durations.reserve(groups.size());
    for (const std::size_t group : groups)
      durations.emplace_back(step_s * static_cast<std::int64_t>(group));
    home.slots = SlotGrid::make(k_undated_start, durations).value_or(SlotGrid{});
  }
  home.prices = {from.import, from.export_};
  home.load = from.load;
  home.pv = from.pv;
  home.grid.import_limit = from.import_limit;
  home.grid.export_limit = from.export_limit;
  home.grid.is_exclusive = false;
  home.batteries.push_back(make_family_battery(from.battery, from.mean_import()));
  return home;
}

}  // namespace

Result<ImportedCase> import_family(PeerFile file, Family family) {
  auto known =
      expect_members(file, "a generated home", {"slots", "step_h", "import_per_kwh", "battery"});
  if (!known) return tl::unexpected{known.error()};
  drop_members(file.tree, left_out(family));
  Problems problems{file.name, file.tree};
  FamilyHome from = read_home(file, problems);
  if (family == Family::c && from.cars.empty() && !problems.has_about("vehicles"))
    problems.add("vehicles", "family C needs a car");
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};

  const std::vector<std::size_t> groups = slot_groups(family);
  if (!groups.empty()) {
    const std::size_t wanted = std::accumulate(groups.begin(), groups.end(), std::size_t{0});
    if (wanted != static_cast<std::size_t>(from.slots)) {
      return fail(ErrorKind::invalid_input,
                  fmt::format("{}: slots: family G joins {} slots", file.name, wanted));
    }
    from = coarsen(from, groups);
  }
  ImportedCase imported{make_family_a(from, groups), {}};
  home::Case& home = imported.home;
  if (family == Family::c) {
    home.grid.is_exclusive = true;
    home.batteries[0].is_exclusive = true;
    add_family_cars(from, 1, Power{1.4}, home);
  } else if (family != Family::a) {
    add_family_whole_home(from, family == Family::d, home);
    if (family == Family::d) add_family_machines(from, home);
  }
  if (family == Family::e) add_family_scenarios(from, home);
  imported.notes.emplace_back(what_is_taken(family));
  return finish_import(std::move(imported), file.name, problems);
}

}  // namespace ohmstead::app
