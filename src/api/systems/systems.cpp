#include "systems.hpp"

#include <map>
#include <utility>

#include "battery_optimizer.hpp"
#include "darkstar.hpp"

namespace ohmstead::api::systems {
namespace {

using Handler = Answer (*)(const Asked&);
using Key = std::pair<std::string_view, std::string_view>;  // method, path

const std::map<Key, Handler>& handlers() {
  static const std::map<Key, Handler> k_handlers{
      {{"POST", "/api/v1/prices/refresh"}, refresh_prices},
      {{"GET", "/api/v1/prices/current"}, current_prices},
      {{"GET", "/api/v1/state/current"}, current_state},
      {{"GET", "/api/v1/history/recommendations"}, recommendation_history},
      {{"GET", "/api/v1/stats/daily"}, daily_statistics},
      {{"POST", "/api/v1/manual-override/set"}, Immersions::set_by_hand},
      {{"POST", "/api/v1/manual-override/clear"}, Immersions::clear_by_hand},
      {{"POST", "/api/v1/manual-override/clear-all"}, Immersions::clear_all_by_hand},
      {{"GET", "/api/v1/manual-override/status"}, Immersions::status_by_hand},
      {{"GET", "/api/status"}, darkstar_status},
      {{"GET", "/api/schedule"}, darkstar_schedule},
      {{"GET", "/api/config"}, darkstar_config},
      {{"GET", "/api/initial_state"}, initial_state},
      {{"GET", "/api/forecast/horizon"}, forecast_horizon},
      {{"GET", "/api/ha/water_today"}, water_today},
      {{"GET", "/api/themes"}, themes},
      {{"POST", "/api/run_planner"}, run_planner},
      {{"GET", "/api/db/current_schedule"}, darkstar_schedule},
      {{"POST", "/api/db/push_current"}, push_schedule},
      {{"GET", "/api/ha/average"}, load_average},
      {{"GET", "/api/learning/status"}, learning_status},
      {{"GET", "/api/learning/loops"}, learning_loops},
      {{"GET", "/api/learning/changes"}, learning_changes},
      {{"POST", "/api/simulate"}, simulate_blocks},
      {{"POST", "/api/schedule/save"}, save_schedule},
      {{"GET", "/summary"}, summary},
      {{"GET", "/config"}, smartload_config},
      {{"GET", "/vehicles"}, vehicles},
      {{"GET", "/chart-data"}, chart_data},
      {{"GET", "/slots"}, slots},
      {{"GET", "/forecast"}, forecast},
      {{"GET", "/decisions"}, newest_decisions},
      {{"GET", "/history"}, measured_history},
      {{"GET", "/sequencer"}, sequencer},
      {{"GET", "/strategy"}, strategy},
      {{"GET", "/comparisons"}, comparisons},
      {{"GET", "/override/status"}, boost_status},
      {{"POST", "/override/boost"}, boost},
      {{"POST", "/override/cancel"}, cancel_boost},
      {{"POST", "/vehicles/manual-soc"}, tell_soc},
  };
  return k_handlers;
}

}  // namespace

std::optional<Answer> Systems::answer(const Service& service, const Route& route,
                                      const net::HttpRequest& request) {
  if (route.system.empty()) return std::nullopt;
  if (route.status >= 400) return net::problem(route.status, route.text);
  const bool tells_schedules = route.path == "/api/v1/schedule/status";
  const bool updates_schedule = route.path == "/api/v1/schedule/update";
  const bool tells_past_schedules = route.path == "/api/v1/schedule/history";
  const bool refreshes = route.path == "/vehicles/refresh";
  const bool is_own = tells_schedules || updates_schedule || tells_past_schedules || refreshes;
  const auto handler = handlers().find({route.method, route.path});
  if (!is_own && handler == handlers().end()) return std::nullopt;
  const Asked asked{service, request, service.engine.snapshot(), service.clock.now()};
  if (asked.now == nullptr) return net::problem(503, "the first cycle has not ended yet");
  if (tells_schedules) return immersions_.schedule_status(asked);
  if (updates_schedule) return immersions_.update_schedule(asked);
  if (tells_past_schedules) return immersions_.schedule_history(asked);
  if (refreshes) return refresh_.refresh(asked);
  return handler->second(asked);
}

}  // namespace ohmstead::api::systems
