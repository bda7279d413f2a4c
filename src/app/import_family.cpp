// Our own generated homes: family_home.hpp says what the families are.
#include <fmt/format.h>

#include <cmath>

#include "family_home.hpp"
#include "import_formats.hpp"
#include "ohmstead/describe/read.hpp"

namespace ohmstead::app {
namespace {

using namespace ohmstead::base;
using describe::Problems;

FamilyHome read_home(PeerFile& file, Problems& problems) {
  FamilyHome from;
  describe::read_fields(file.tree, from, problems);
  const auto count = static_cast<std::size_t>(from.slots);
  spread(from.import, count, "import_per_kwh", problems);
  spread(from.export_, count, "export_per_kwh", problems);
  spread(from.pv, count, "pv_kw", problems);
  spread(from.load, count, "load_kw", problems);
  for (std::size_t i = 0; i < from.cars.size(); ++i) {
    const std::string path = describe::join_path("vehicles", i);
    spread(from.cars[i].available, count, path + ".available", problems);
    spread(from.cars[i].trip, count, path + ".trip_kwh", problems);
    spread(from.cars[i].target, count, path + ".target_kwh", problems);
  }
  const double step_s = from.step_h * 3600.0;
  if (step_s < 1.0 || step_s != std::floor(step_s))
    problems.add("step_h", "must be a whole number of seconds");
  return from;
}

// Battery, grid and PV, as in all families; there both ways at once are allowed.
home::Case make_family_a(const FamilyHome& from) {
  home::Case home;
  home.schema = home::k_case_schema;
  home.name = fmt::format("home-{}", from.seed);
  const auto step_s = static_cast<std::int64_t>(from.step_h * 3600.0);
  home.slots =
      SlotGrid::uniform(k_undated_start, Seconds{step_s}, static_cast<std::size_t>(from.slots));
  home.prices = {from.import, from.export_};
  home.load = from.load;
  home.pv = from.pv;
  home.grid.import_limit = from.import_limit;
  home.grid.export_limit = from.export_limit;
  home.grid.is_exclusive = false;
  home.batteries.push_back(make_family_battery(from.battery, mean(from.import)));
  return home;
}

}  // namespace

Result<ImportedCase> import_family(PeerFile file, Family family) {
  auto known =
      expect_members(file, "a generated home", {"slots", "step_h", "import_per_kwh", "battery"});
  if (!known) return tl::unexpected{known.error()};
  drop_members(file.tree,
               {"tariff", "outdoor_c", "heat_pump_cop", "pv_peak_kw", "peak", "wallbox_kw", "tank",
                "room_coupling_kw_per_k", "heat_pump_limit_kw", "rooms", "appliances"});
  if (family == Family::a) drop_members(file.tree, {"vehicles"});
  Problems problems{file.name, file.tree};
  const FamilyHome from = read_home(file, problems);
  if (family == Family::c && from.cars.empty() && !problems.has_about("vehicles"))
    problems.add("vehicles", "family C needs a car");
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};

  ImportedCase imported{make_family_a(from), {}};
  home::Case& home = imported.home;
  if (family == Family::c) {
    home.grid.is_exclusive = true;
    home.batteries[0].is_exclusive = true;
    add_family_cars(from, 1, Power{1.4}, home);
    imported.notes.emplace_back(
        "battery, grid, PV and the first car are taken over (family C); peak charge, other "
        "vehicles, tank, rooms and appliances are left out");
  } else {
    imported.notes.emplace_back(
        "only battery, grid and PV are taken over (family A); peak charge, vehicles, tank, rooms "
        "and appliances are left out");
  }
  return finish_import(std::move(imported), file.name, problems);
}

}  // namespace ohmstead::app
