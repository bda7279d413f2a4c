#include <fmt/format.h>

#include <cmath>

#include "commands.hpp"
#include "ohmstead/app/schedule_json.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/plan/make_case.hpp"
#include "output.hpp"
#include "plan_report.hpp"
#include "plan_store.hpp"

namespace ohmstead::app {
namespace {

using base::Energy;
using base::ErrorKind;
using base::fail;
using base::Result;

Result<void> check_request(const PlanRequest& request) {
  const auto refuse = [](const char* message) { return fail(ErrorKind::invalid_input, message); };
  if (request.site_file.empty() == request.case_file.empty())
    return refuse("give --site FILE or --case FILE");
  if (!(request.time_limit_s > 0.0) || !std::isfinite(request.time_limit_s)) {
    return refuse("--time-limit-s: must be above 0");
  }
  if (request.site_file.empty()) {
    if (!request.at.empty())
      return refuse("--at goes with --site; a case says itself when it starts");
    if (!request.soc_kwh.empty())
      return refuse("--soc-kwh goes with --site; a case says itself what is stored");
    if (!request.database.empty()) return refuse("--db goes with --site");
  }
  return {};
}

plan::PlanOptions options_of(const PlanRequest& request, home::Language language) {
  plan::PlanOptions options;
  options.strategy = request.strategy;
  options.engine = request.engine;
  options.time_limit_s = request.time_limit_s;
  options.language = request.language.value_or(language);
  return options;
}

// `now` is when the plan was made.
Result<void> write_results(const PlanRequest& request, plan::Planner& planner, const PlanView& view,
                           base::Time now) {
  if (!request.case_out_file.empty()) {
    auto written = write_result_file(request.case_out_file, home::write_case(view.home) + '\n');
    if (!written) return written;
  }
  if (!request.schedule_out_file.empty()) {
    const auto schedule = make_schedule(view.home, view.plan, {now, "ohmstead " OHMSTEAD_VERSION});
    auto written = write_result_file(request.schedule_out_file, write_schedule(schedule) + '\n');
    if (!written) return written;
  }
  if (request.is_json) return write_output(home::write_plan(view.plan) + '\n');
  const ReportOptions options{.is_detailed = request.is_detailed};
  return write_output(render_report(view, compare_money(planner, view), options, find_style()));
}

Result<void> plan_case(const PlanRequest& request) {
  const auto input = read_input(request.case_file);
  if (!input) return tl::unexpected{input.error()};
  const auto home = home::read_case(input->text, input->name);
  if (!home) return tl::unexpected{home.error()};
  plan::Planner planner;
  const home::Plan plan = planner.make_plan(*home, options_of(request, home::Language::en));
  return write_results(request, planner, {*home, plan}, base::SystemClock{}.now());
}

// What is stored now: as told, else as the plan that is followed says, else as the site file
// assumes.
Result<std::vector<Energy>> find_stored(const PlanRequest& request, const home::Site& site,
                                        const std::optional<FollowedPlan>& followed, base::Time now,
                                        std::vector<std::string>& notes) {
  if (!request.soc_kwh.empty()) return check_stored(site, request.soc_kwh);
  if (site.batteries.empty()) return std::vector<Energy>{};
  if (followed) {
    auto stored = plan::planned_stored(followed->home, followed->plan, now);
    if (stored.size() == site.batteries.size()) {
      notes.push_back(
          fmt::format("state of charge not measured: taken from plan {}", followed->id));
      return stored;
    }
  }
  notes.emplace_back("state of charge not measured: initial_soc_pct of the site file is assumed");
  return assumed_stored(site);
}

Result<void> plan_site(const PlanRequest& request) {
  const auto loaded = load_site(request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  const auto now = request.at.empty() ? Result<base::Time>{base::SystemClock{}.now()}
                                      : read_moment(request.at, loaded->zone, "--at");
  if (!now) return tl::unexpected{now.error()};
  std::optional<store::Store> store;
  std::optional<FollowedPlan> followed;
  if (!request.database.empty()) {
    auto opened = store::Store::open(request.database);
    if (!opened) return tl::unexpected{opened.error()};
    store = std::move(*opened);
    auto found = find_followed_plan(*store, loaded->site.name, *now);
    if (!found) return tl::unexpected{found.error()};
    followed = std::move(*found);
  }
  std::vector<std::string> notes;
  const auto stored = find_stored(request, loaded->site, followed, *now, notes);
  if (!stored) return tl::unexpected{stored.error()};
  auto moment = make_site_case(*loaded, *now, *stored, followed ? &followed->plan : nullptr);
  if (!moment) return tl::unexpected{moment.error()};
  moment->outlook.notes.insert(moment->outlook.notes.begin(), notes.begin(), notes.end());
  plan::Planner planner;
  home::Plan plan = planner.make_plan(moment->home, options_of(request, loaded->site.language));
  plan.notes.insert(plan.notes.begin(), moment->outlook.notes.begin(), moment->outlook.notes.end());
  if (store) {
    const auto id = save_plan(*store, *now, *moment, plan);
    if (!id) return tl::unexpected{id.error()};
    write_note(fmt::format("stored as plan {} in {}", *id, store->path()));
  }
  return write_results(request, planner, {moment->home, plan}, *now);
}

}  // namespace

Result<void> command_plan(const PlanRequest& request) {
  if (auto checked = check_request(request); !checked) return checked;
  return request.site_file.empty() ? plan_case(request) : plan_site(request);
}

}  // namespace ohmstead::app
