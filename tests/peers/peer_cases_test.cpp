// Imports the stored cases of other planners and compares our proven optimum with theirs.
// The peers' files stand beside the project (../shared/cases) and are skipped where they are
// absent; the generated homes are ours and stand in tests/data/families.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "ohmstead/app/import_case.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"

namespace ohmstead {
namespace {

namespace fs = std::filesystem;
using app::PeerFormat;

const fs::path k_project{OHMSTEAD_SOURCE_DIR};
const fs::path k_peers = k_project.parent_path() / "shared/cases";
const fs::path k_emhass = k_project / "tests/peers/data/emhass";

struct Found {
  home::Case home;
  home::Plan plan;
  nlohmann::json file;
};

// The case of a file, planned by `engine`. Fails the test when there is none.
std::optional<Found> plan_peer(PeerFormat format, const fs::path& path,
                               const std::string& name = "",
                               plan::Engine engine = plan::Engine::automatic,
                               app::Family family = app::Family::a, double time_limit_s = 30.0) {
  const auto text = base::read_file(path);
  EXPECT_TRUE(text) << path;
  if (!text) return std::nullopt;
  auto imported = app::import_case(format, *text, path.string(), name, family);
  EXPECT_TRUE(imported) << imported.error().message;
  if (!imported) return std::nullopt;
  // What is planned is what the program would write and read again.
  auto home = home::read_case(home::write_case(imported->home), "imported");
  EXPECT_TRUE(home) << home.error().message;
  if (!home) return std::nullopt;
  plan::Planner planner;
  home::Plan plan = planner.make_plan(
      *home, {.engine = engine, .time_limit_s = time_limit_s, .is_explained = false});
  return Found{std::move(*home), std::move(plan), nlohmann::json::parse(*text)};
}

double energy_cost(const home::Plan& plan) {
  return (plan.money.import_cost - plan.money.export_revenue).value();
}

void expect_proven(const Found& found) {
  EXPECT_EQ(found.plan.status, home::PlanStatus::optimal);
  ASSERT_TRUE(found.plan.gap);
  EXPECT_LE(found.plan.gap->value(), 1e-5);
  EXPECT_TRUE(found.plan.violations.empty());
  const auto bill = plan::evaluate(found.home, found.plan);
  ASSERT_TRUE(bill) << bill.error().message;
}

class PeerCase : public testing::TestWithParam<plan::Engine> {
 protected:
  void SetUp() override {
    if (!fs::exists(k_peers)) GTEST_SKIP() << "no peer cases at " << k_peers;
  }
};

TEST_P(PeerCase, HaeoScenarios) {
  for (const int number : {1, 3, 4, 6}) {
    const auto found = plan_peer(
        PeerFormat::haeo, k_peers / ("haeo/scenarios/scenario" + std::to_string(number) + ".json"),
        "", GetParam());
    ASSERT_TRUE(found);
    expect_proven(*found);
    EXPECT_NEAR(found->plan.objective.value(),
                found->file["expected"]["objective_total_cost"].get<double>(), 1e-4)
        << "scenario " << number;
  }
}

TEST_P(PeerCase, EplBatteries) {
  const fs::path path = k_peers / "epl/cases.json";
  const auto file = nlohmann::json::parse(base::read_file(path).value());
  ASSERT_EQ(file["cases"].size(), 4U);
  for (const auto& entry : file["cases"]) {
    const auto found = plan_peer(PeerFormat::epl, path, entry["name"], GetParam());
    ASSERT_TRUE(found);
    expect_proven(*found);
    EXPECT_NEAR(energy_cost(found->plan), entry["expected"]["objective_value"].get<double>(), 1e-4)
        << entry["name"];
    EXPECT_NEAR(found->plan.objective.value(), energy_cost(found->plan), 1e-6) << entry["name"];
  }
}

TEST_P(PeerCase, EmhassBatteryOnly) {
  const auto found = plan_peer(
      PeerFormat::emhass, k_emhass / "emhass_summer-tou_15min_48h_batt-only.json", "", GetParam());
  ASSERT_TRUE(found);
  expect_proven(*found);
  EXPECT_NEAR(energy_cost(found->plan), found->file["peer_result"]["cost"].get<double>(), 1e-5);
  EXPECT_NEAR(found->plan.slots.back().batteries[0].soc.value(), 5.0, 1e-6);
}

// Two on/off loads beside the battery. The peer's cost without a gap is the optimum, rounded.
TEST(PeerCaseWithLoads, EmhassMovableLoadsAreNeverDearerThanThePeersProvenPlan) {
  for (const char* name : {"summer-tou_30min_48h_2def", "summer-tou_15min_48h_2def"}) {
    SCOPED_TRACE(name);
    const auto found =
        plan_peer(PeerFormat::emhass, k_emhass / (std::string{"emhass_"} + name + ".json"), "",
                  plan::Engine::automatic, app::Family::a, 30.0);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->plan.violations.empty());
    ASSERT_TRUE(plan::evaluate(found->home, found->plan));
    const auto& runs = found->file["peer_result"]["runs"];
    const double proven = runs["v0_18_1_model_highs_gap_0"]["cost"].get<double>();
    EXPECT_LE(energy_cost(found->plan), proven + 1e-5);
    ASSERT_TRUE(found->plan.bound);
    EXPECT_LE(found->plan.bound->value(), proven + 1e-5);
    EXPECT_NEAR(found->plan.slots.back().batteries[0].soc.value(), 5.0, 1e-6);
    for (std::size_t i = 0; i < 2; ++i) {
      const auto& load = found->file["deferrable_loads"][i];
      double kwh = 0.0;
      for (std::size_t t = 0; t < found->plan.slots.size(); ++t) {
        const double kw = found->plan.slots[t].devices[i].power.value();
        EXPECT_TRUE(kw == 0.0 || kw == load["power_kw"].get<double>());
        kwh += kw * found->home.slots.hours(t).value();
      }
      EXPECT_NEAR(kwh, load["energy_kwh"].get<double>(), 1e-9);
    }
  }
}

// Its own simulator moves a part of the surplus to the grid within the hour, by a table; hour by
// hour nothing is lost, so the plan must cost less than the best that is known there.
TEST(PeerCaseEos, IsCheaperThanTheBestThatItsSearchFinds) {
  const fs::path folder = k_project / "tests/peers/data/eos";
  const auto found = plan_peer(PeerFormat::eos, folder / "eos-case-1.json");
  ASSERT_TRUE(found);
  expect_proven(*found);
  const auto& best = found->file["best_known_under_eos_scoring"];
  EXPECT_LE(energy_cost(found->plan), best["net_cost"].get<double>());
  for (std::size_t t = 0; t < found->plan.slots.size(); ++t) {
    const home::PlanSlot& slot = found->plan.slots[t];
    EXPECT_TRUE(slot.batteries[0].discharge.value() < 1e-6 || slot.grid_export.value() < 1e-6) << t;
  }
}

class OwnHomes : public testing::TestWithParam<plan::Engine> {};

TEST_P(OwnHomes, FamilyAReachesTheReference) {
  const fs::path folder = k_project / "tests/data/families";
  const auto reference = nlohmann::json::parse(base::read_file(folder / "reference.json").value());
  for (int number = 1; number <= 10; ++number) {
    const std::string name = "home-" + std::to_string(number);
    const auto found = plan_peer(PeerFormat::family, folder / (name + ".json"), "", GetParam());
    ASSERT_TRUE(found);
    expect_proven(*found);
    EXPECT_NEAR(found->plan.objective.value(), reference[name]["A"].get<double>(), 1e-6) << name;
  }
}

// The best known plans of the reference are not all optimal: two of ours are better, none is below
// the reference's bound.
TEST(OwnHomesWithACar, FamilyCReachesTheReference) {
  const fs::path folder = k_project / "tests/data/families";
  const auto reference = nlohmann::json::parse(base::read_file(folder / "reference.json").value());
  for (int number = 1; number <= 10; ++number) {
    const std::string name = "home-" + std::to_string(number);
    const auto found = plan_peer(PeerFormat::family, folder / (name + ".json"), "",
                                 plan::Engine::automatic, app::Family::c);
    ASSERT_TRUE(found);
    expect_proven(*found);
    const double objective = found->plan.objective.value();
    EXPECT_LE(objective, reference[name]["C_best"].get<double>() + 1e-6) << name;
    EXPECT_GE(objective, reference[name]["C_bound"].get<double>() - 1e-6) << name;
  }
}

// What the reference counts and we do not: the part of the peak charge that is lost already.
double sunk_peak(const nlohmann::json& file) {
  return file["peak"]["price_per_kw"].get<double>() * file["peak"]["so_far_kw"].get<double>();
}

void expect_whole_home(app::Family family, const char* key) {
  const fs::path folder = k_project / "tests/data/families";
  const auto reference = nlohmann::json::parse(base::read_file(folder / "reference.json").value());
  for (int number = 1; number <= 10; ++number) {
    const std::string name = "home-" + std::to_string(number);
    SCOPED_TRACE(name);
    const auto found = plan_peer(PeerFormat::family, folder / (name + ".json"), "",
                                 plan::Engine::automatic, family);
    ASSERT_TRUE(found);
    const double objective = found->plan.objective.value() + sunk_peak(found->file);
    EXPECT_EQ(found->plan.status, home::PlanStatus::optimal);
    EXPECT_LE(found->plan.gap->value(), 1e-6);
    EXPECT_NEAR(objective, reference[name][key].get<double>(), 1e-6);
  }
}

TEST(OwnWholeHomes, FamilyBReachesTheReference) { expect_whole_home(app::Family::b, "B"); }
TEST(OwnWholeHomes, FamilyGReachesTheReference) { expect_whole_home(app::Family::g, "G"); }

// 27 scenarios; two homes, as each takes some seconds.
TEST(OwnWholeHomes, FamilyEReachesTheReference) {
  const fs::path folder = k_project / "tests/data/families";
  const auto reference = nlohmann::json::parse(base::read_file(folder / "reference.json").value());
  for (const int number : {2, 8}) {
    const std::string name = "home-" + std::to_string(number);
    SCOPED_TRACE(name);
    const auto found = plan_peer(PeerFormat::family, folder / (name + ".json"), "",
                                 plan::Engine::automatic, app::Family::e, 300.0);
    ASSERT_TRUE(found);
    ASSERT_TRUE(found->plan.scenarios);
    EXPECT_EQ(found->plan.scenarios->all.size(), 27U);
    EXPECT_LE(found->plan.gap->value(), 1e-4);
    EXPECT_NEAR(found->plan.objective.value() + sunk_peak(found->file),
                reference[name]["E"].get<double>(), 1e-4);
  }
}

// On/off heaters, one start a day, cars with a lowest power, machines: no general solver closes it.
#ifdef NDEBUG
constexpr double k_search_s = 10.0;
#else
constexpr double k_search_s = 60.0;  // debug and sanitizer builds are slower
#endif
TEST(OwnWholeHomes, FamilyDIsNoDearerThanGeneralSolversAfterMuchLonger) {
  const fs::path folder = k_project / "tests/data/families";
  const auto reference = nlohmann::json::parse(base::read_file(folder / "reference.json").value());
  for (const int number : {2, 7, 8}) {
    const std::string name = "home-" + std::to_string(number);
    SCOPED_TRACE(name);
    const auto found = plan_peer(PeerFormat::family, folder / (name + ".json"), "",
                                 plan::Engine::automatic, app::Family::d, k_search_s);
    ASSERT_TRUE(found);
    const double objective = found->plan.objective.value() + sunk_peak(found->file);
    EXPECT_LE(objective, reference[name]["D_library_best_30s"].get<double>());
    ASSERT_TRUE(found->plan.bound);
    EXPECT_LE(found->plan.bound->value() + sunk_peak(found->file),
              reference[name]["D_best_known"].get<double>());
  }
}

std::string engine_name(const testing::TestParamInfo<plan::Engine>& info) {
  return info.param == plan::Engine::linear ? "Linear" : "Automatic";
}

INSTANTIATE_TEST_SUITE_P(Engines, PeerCase,
                         testing::Values(plan::Engine::automatic, plan::Engine::linear),
                         engine_name);
INSTANTIATE_TEST_SUITE_P(Engines, OwnHomes,
                         testing::Values(plan::Engine::automatic, plan::Engine::linear),
                         engine_name);

}  // namespace
}  // namespace ohmstead
