#include "plan_store.hpp"

#include <cstdlib>

#include "ohmstead/home/bill.hpp"
#include "ohmstead/plan/evaluate.hpp"

namespace ohmstead::app {
namespace {

namespace fs = std::filesystem;

// The folder that a variable of the environment names; relative ones do not count.
std::optional<fs::path> find_folder(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || *value != '/') return std::nullopt;
  return fs::path{value};
}

}  // namespace

base::Result<fs::path> default_database(const std::string& name) {
  if (const auto state = find_folder("XDG_STATE_HOME")) return *state / "ohmstead" / name;
  if (const auto home = find_folder("HOME")) return *home / ".local/state/ohmstead" / name;
  return base::fail(
      base::ErrorKind::unavailable,
      "no place for the database is known: set HOME or XDG_STATE_HOME, or name a file with --db");
}

base::Result<std::optional<FollowedPlan>> find_followed_plan(const store::Store& store,
                                                             const std::string& site_name,
                                                             base::Time now) {
  const auto latest = store.latest_plan();
  if (!latest) {
    if (latest.error().kind == base::ErrorKind::not_found) return std::optional<FollowedPlan>{};
    return tl::unexpected{latest.error()};
  }
  const auto case_json = store.read_case_of_plan(latest->summary.id);
  if (!case_json) return tl::unexpected{case_json.error()};
  auto home = home::read_case(*case_json, store.path());
  if (!home) return tl::unexpected{home.error()};
  auto plan = home::read_plan(latest->plan_json, store.path());
  if (!plan) return tl::unexpected{plan.error()};
  if (home->name != site_name || !home->slots.find(now)) return std::optional<FollowedPlan>{};
  return FollowedPlan{latest->summary.id, std::move(*home), std::move(*plan)};
}

base::Result<store::PlanId> save_plan(store::Store& store, base::Time made_at,
                                      const SiteCase& moment, const home::Plan& plan) {
  const auto bill = plan::evaluate(moment.home, plan);
  if (!bill) return tl::unexpected{bill.error()};
  return store.save_cycle({made_at, home::write_case(moment.home), home::write_plan(plan),
                           home::write_bill(*bill), write_outlook(moment.outlook)});
}

}  // namespace ohmstead::app
