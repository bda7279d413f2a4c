// What the home was measured to use, and what was learned of it, as Darkstar tells it.
#include <algorithm>

#include "darkstar.hpp"

namespace ohmstead::api::systems {
namespace {

constexpr std::chrono::days k_average_over{7};
constexpr std::size_t k_changes = 10;
constexpr std::chrono::days k_fresh{8};  // a model is learned each week

std::vector<ports::ForecastModel> models_of(const Asked& asked) {
  const ports::ForecastModels* models = asked.service.models;
  return models == nullptr ? std::vector<ports::ForecastModel>{} : models->list();
}

// Of one kind; where none was made yet, it never ran.
Json loop_of(const std::vector<ports::ForecastModel>& models, const std::string& kind,
             base::Time now) {
  Json loop{{"status", "never_ran"}, {"last_run", nullptr}, {"error", nullptr}};
  for (const ports::ForecastModel& each : models) {
    if (each.kind != kind) continue;
    loop["status"] = now - each.trained_at <= k_fresh ? "active" : "stale";
    loop["last_run"] = base::format_time(each.trained_at);
  }
  return loop;
}

}  // namespace

Answer load_average(const Asked& asked) {
  double kwh = 0.0;
  base::Seconds measured{0};
  for (const home::MeasuredSlot& slot : asked.now->measured) {
    if (slot.start < asked.time - k_average_over) continue;
    kwh += ((slot.load + slot.drawn) * base::hours(slot.duration)).value();
    measured += slot.duration;
  }
  if (measured == base::Seconds{0}) return ok(Json::object());
  const double mean_kw = kwh / base::hours(measured).value();
  return ok({{"daily_kwh", rounded(24.0 * mean_kw, 100.0)},
             {"average_load_kw", rounded(mean_kw, 100.0)}});
}

Answer learning_status(const Asked& asked) {
  const auto models = models_of(asked);
  Json metrics{{"completed_learning_runs", models.size()}};
  std::size_t samples = 0;
  base::Time newest{};
  for (const ports::ForecastModel& each : models) {
    samples = std::max(samples, each.samples);
    newest = std::max(newest, each.trained_at);
  }
  metrics["total_slots"] = samples;
  if (!models.empty()) metrics["last_learning_run"] = base::format_time(newest);
  return ok({{"enabled", asked.service.models != nullptr}, {"metrics", std::move(metrics)}});
}

Answer learning_loops(const Asked& asked) {
  const auto models = models_of(asked);
  return ok({{"loops",
              {{"pv_forecast", loop_of(models, "pv", asked.time)},
               {"load_forecast", loop_of(models, "load", asked.time)}}}});
}

Answer learning_changes(const Asked& asked) {
  auto models = models_of(asked);
  std::stable_sort(models.begin(), models.end(), [](const auto& one, const auto& other) {
    return one.trained_at > other.trained_at;
  });
  if (models.size() > k_changes) models.resize(k_changes);
  Json changes = Json::array();
  for (const ports::ForecastModel& each : models)
    changes.push_back({{"created_at", base::format_time(each.trained_at)},
                       {"kind", each.kind},
                       {"version", each.version},
                       {"applied", each.status == "champion"}});
  return ok({{"changes", std::move(changes)}});
}

}  // namespace ohmstead::api::systems
