// house: tables of routes
#include "system_routes.hpp"

namespace ohmstead::api::systems {
namespace {

using enum ParameterKind;

Route told(std::string_view system, std::string_view path, std::string_view answer,
           std::string_view text) {
  return {.method = "GET",
          .path = path,
          .needed = Scope::read,
          .text = text,
          .answer = answer,
          .system = system};
}

Route asked_for(Route route, Parameter parameter) {
  route.parameters.push_back(parameter);
  route.refusals = {400};
  return route;
}

Route ordered(std::string_view system, std::string_view path, std::string_view answer,
              std::string_view text, std::string_view body = {}, std::string_view example = {}) {
  Route route{.method = "POST",
              .path = path,
              .needed = Scope::control,
              .text = text,
              .answer = answer,
              .body = body,
              .refusals = {503},
              .body_example = example,
              .system = system};
  if (!body.empty()) route.refusals.push_back(400);
  return route;
}

// There is none of it here; the text says what to use instead.
Route gone(std::string_view system, std::string_view method, std::string_view path,
           std::string_view text) {
  return {.method = method,
          .path = path,
          .needed = method == "GET" ? Scope::read : Scope::control,
          .text = text,
          .answer = "Problem",
          .status = 410,
          .content_type = "application/problem+json",
          .system = system};
}

constexpr Parameter k_hours{"hours", "of this many; 24 when absent", count};

}  // namespace

void add_battery_optimizer_routes(std::vector<Route>& routes) {
  const std::string_view system = k_battery_optimizer;
  routes.push_back(ordered(system, "/api/v1/prices/refresh", "PricesRefreshed",
                           "Asks for prices at once and tells those that are known."));
  routes.push_back(asked_for(told(system, "/api/v1/prices/current", "PricesCurrent",
                                  "Prices from now on, in hundredths of the currency."),
                             {"hours", "so many from now on; 24 when absent", count}));
  routes.push_back(told(system, "/api/v1/state/current", "StateCurrent",
                        "The home now, as that system tells it; changes nothing."));
  routes.push_back(
      asked_for(told(system, "/api/v1/history/recommendations", "RecommendationHistory",
                     "What the battery was told, newest first."),
                {"hours", "of the last ones; 24 when absent", count}));
  routes.push_back(
      told(system, "/api/v1/stats/daily", "DailyStatistics", "Prices of today and the home now."));
  routes.push_back(
      ordered(system, "/api/v1/schedule/update", "ScheduleUpdated",
              "A schedule of somebody else's sets a heater, at most for a day.", "ScheduleUpdate",
              R"({"immersion_name":"main","is_active":true,"schedule_reason":"bath"})"));
  routes.back().refusals.push_back(409);
  routes.push_back(told(system, "/api/v1/schedule/status", "ScheduleStatus",
                        "Which heaters a schedule keeps on."));
  Route history = asked_for(told(system, "/api/v1/schedule/history", "ScheduleHistory",
                                 "What schedules were told since the service began."),
                            {"immersion_name", "of this heater alone", text});
  history.parameters.push_back({"start_date", "told since then", time});
  history.parameters.push_back({"end_date", "told until then", time});
  history.parameters.push_back({"limit", "at most so many; 100 when absent", count});
  routes.push_back(std::move(history));
  routes.push_back(ordered(
      system, "/api/v1/manual-override/set", "ManualOverrideSet",
      "Sets a heater by hand; goes before schedules and the plan.", "ManualOverride",
      R"({"immersion_name":"main","desired_state":true,"source":"dashboard","duration_hours":2})"));
  routes.push_back(ordered(system, "/api/v1/manual-override/clear", "Done",
                           "Ends what was set by hand for a heater.", "ManualOverrideClear",
                           R"({"immersion_name":"main","cleared_by":"dashboard"})"));
  routes.push_back(ordered(system, "/api/v1/manual-override/clear-all", "Done",
                           "Ends what was set by hand for heaters."));
  routes.push_back(told(system, "/api/v1/manual-override/status", "ManualOverrideStatus",
                        "What is set by hand for heaters."));
}

void add_darkstar_routes(std::vector<Route>& routes) {
  const std::string_view system = k_darkstar;
  constexpr std::string_view k_site_file =
      "the site file says how the home is: POST /api/v1/config/edit, PUT /api/v1/config";
  constexpr std::string_view k_blocks =
      R"([{"content":"Hold","start":"2026-03-02T11:00:00Z","end":"2026-03-02T12:00:00Z"}])";
  routes.push_back(told(system, "/api/status", "DarkstarStatus", "The plan and the battery."));
  routes.push_back(
      told(system, "/api/schedule", "ScheduleFile", "The running plan as schedule.json."));
  routes.push_back(
      told(system, "/api/config", "DarkstarConfig", "The home under that system's keys."));
  routes.push_back(
      told(system, "/api/initial_state", "InitialState", "What all batteries hold together."));
  routes.push_back(
      told(system, "/api/forecast/horizon", "ForecastHorizon", "How far forecasts reach."));
  routes.push_back(told(system, "/api/ha/water_today", "WaterToday",
                        "Heat given to water since local midnight."));
  routes.push_back(told(system, "/api/themes", "Themes", "Palettes of the dashboard."));
  routes.push_back(ordered(system, "/api/run_planner", "Done", "Plans at once."));
  routes.push_back(ordered(system, "/api/simulate", "ScheduleFile",
                           "A plan with these blocks instead of all that is set by hand, as "
                           "schedule.json; changes nothing.",
                           "Blocks", k_blocks));
  routes.push_back(
      ordered(system, "/api/schedule/save", "Done",
              "Sets these blocks, or a schedule's, instead of all that is set by hand.",
              "BlocksOrSchedule", k_blocks));
  routes.push_back(told(system, "/api/db/current_schedule", "ScheduleFile",
                        "The plan that is followed, which is the running one."));
  routes.push_back(ordered(system, "/api/db/push_current", "SchedulePushed",
                           "Changes nothing: the running plan is the one that is followed."));
  routes.push_back(told(system, "/api/ha/average", "LoadAverage",
                        "What the home used on average, of the last seven days."));
  routes.push_back(told(system, "/api/learning/status", "LearningStatus",
                        "What the models of load and sun were learned from, and when."));
  routes.push_back(told(system, "/api/learning/loops", "LearningLoops",
                        "When the models of load and sun were learned last."));
  routes.push_back(told(system, "/api/learning/changes", "LearningChanges",
                        "The ten newest models, newest first."));
  routes.push_back(gone(system, "POST", "/api/learning/run",
                        "models are learned each week by themselves: GET /api/v1/models"));
  routes.push_back(gone(system, "GET", "/api/debug",
                        "each slot of a plan says why and what it is worth: GET /api/v1/plan"));
  routes.push_back(
      gone(system, "POST", "/api/theme", "each browser chooses its palette in the dashboard"));
  routes.push_back(gone(system, "POST", "/api/config/save", k_site_file));
  routes.push_back(gone(system, "POST", "/api/config/reset", k_site_file));
}

void add_smartload_routes(std::vector<Route>& routes) {
  const std::string_view system = k_smartload;
  constexpr std::string_view k_together =
      "all cars are planned together with the home; one is charged at once by POST "
      "/override/boost";
  constexpr std::string_view k_one_planner =
      "there is one planner, which proves its plans: GET /api/v1/plan, GET /api/v1/plan/baselines";
  constexpr std::string_view k_car_file =
      "the site file says which cars there are: POST /api/v1/config/edit";
  routes.push_back(told(system, "/status", "Status", "As /api/v1/status."));
  routes.push_back(told(system, "/summary", "Summary", "The home now in one object."));
  routes.push_back(
      told(system, "/config", "SmartLoadConfig", "The home under that system's keys."));
  routes.push_back(told(system, "/vehicles", "Vehicles", "Cars, and what they tell."));
  routes.push_back(told(system, "/chart-data", "ChartData", "The plan's coming slots in columns."));
  routes.push_back(told(system, "/slots", "Slots", "The plan's coming slots, with reasons."));
  routes.push_back(told(system, "/forecast", "Forecast", "What PV and load are expected."));
  Route events{.method = "GET",
               .path = "/events",
               .needed = Scope::read,
               .text = "As /api/v1/events.",
               .content_type = "text/event-stream",
               .system = system};
  routes.push_back(std::move(events));
  routes.push_back(told(system, "/decisions", "Decisions", "The newest 40 decisions."));
  routes.push_back(told(system, "/plan", "Plan", "As /api/v1/plan."));
  routes.push_back(
      asked_for(told(system, "/history", "History", "Measured slots of the last hours."), k_hours));
  routes.push_back(
      told(system, "/override/status", "BoostStatus", "Which car is charged by hand."));
  routes.push_back(ordered(system, "/override/boost", "Boosted",
                           "Charges a car at once, whatever it costs.", "Boost",
                           R"({"vehicle":"car","minutes":90})"));
  routes.push_back(ordered(system, "/override/cancel", "BoostCancelled",
                           "Ends that; without a name for all cars.", "BoostCancel",
                           R"({"vehicle":"car"})"));
  routes.push_back(ordered(system, "/vehicles/refresh", "Refreshed",
                           "Looks at the cars and plans again, once in 300 s."));
  routes.push_back(ordered(system, "/vehicles/manual-soc", "SocTold",
                           "What a car holds that does not tell it by itself.", "ManualSoc",
                           R"({"vehicle":"car","soc":60})"));
  routes.push_back(gone(system, "POST", "/vehicles/remove", k_car_file));
  routes.push_back(gone(system, "POST", "/vehicles/disable",
                        "POST /api/v1/overrides with the car as device and the kind off"));
  routes.push_back(
      told(system, "/sequencer", "Sequencer", "Cars that need something, the most urgent first."));
  routes.push_back(told(system, "/strategy", "Strategy",
                        "How the home is planned, and how each car is charged."));
  routes.push_back(told(system, "/comparisons", "Comparisons",
                        "The newest 50 measured slots: plan against actual, and self-use."));
  for (const char* path : {"/sequencer/request", "/sequencer/cancel"})
    routes.push_back(gone(system, "POST", path, k_together));
  routes.push_back(gone(system, "GET", "/mode-control",
                        "what each charger is told and does: GET /api/v1/devices"));
  for (const auto& [method, path] : {std::pair{"GET", "/rl-devices"},
                                     {"GET", "/rl-learning"},
                                     {"GET", "/rl-audit"},
                                     {"POST", "/rl-override"},
                                     {"POST", "/comparator/backfill"}})
    routes.push_back(gone(system, method, path, k_one_planner));
  routes.push_back(gone(system, "GET", "/drivers",
                        "people are not told of cars here: the site file says when a car leaves"));
  for (const char* path : {"/buffer/activate-live", "/buffer/extend-obs"})
    routes.push_back(gone(system, "POST", path,
                          "the plan chooses the reserve; min_soc_pct of the site file bounds it"));
}

}  // namespace ohmstead::api::systems
