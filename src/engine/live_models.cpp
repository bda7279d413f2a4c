#include "live_models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "ohmstead/engine/kept_models.hpp"
#include "ohmstead/forecast/load_predictor.hpp"
#include "ohmstead/forecast/price_learner.hpp"
#include "ohmstead/forecast/pv_model.hpp"

namespace ohmstead::engine {
namespace {

using base::ErrorKind;
using base::Result;
using base::Seconds;
using base::Time;
using forecast::ModelRecord;
using forecast::ModelRegistry;

constexpr Seconds k_again = std::chrono::days{7};
constexpr Seconds k_again_young = std::chrono::days{1};
constexpr Seconds k_try_again = std::chrono::hours{1};

Time newest_of(const ModelRegistry& registry) {
  Time newest{};
  for (const ModelRecord& each : registry.records()) newest = std::max(newest, each.trained_at);
  return newest;
}

}  // namespace

LiveModels::LiveModels(const base::Zone& zone, ports::Memory* memory)
    : zone_{&zone}, memory_{memory} {
  for (const char* kind : k_model_kinds) {
    Kept& kept = kinds_[kind];
    // What is damaged is learned anew.
    if (memory == nullptr) continue;
    if (auto registry = read_models(*memory, kind)) kept.registry = std::move(*registry);
  }
}

bool LiveModels::is_due(const std::string& kind, Time now, bool is_young) const {
  const std::scoped_lock lock{mutex_};
  if (failed_at_ && now - *failed_at_ < k_try_again) return false;
  return now - newest_of(kinds_.at(kind).registry) >= (is_young ? k_again_young : k_again);
}

void LiveModels::learn(Time now, Lesson lesson) {
  if (is_busy_) return;
  is_busy_ = true;
  trainer_ = std::jthread{[this, now, mine = std::move(lesson)] {
    try {
      teach(now, mine);
    } catch (const std::exception&) {
      // Profiles and physics go on forecasting; it is tried again in an hour.
      const std::scoped_lock lock{mutex_};
      failed_at_ = now;
    }
    is_busy_ = false;
  }};
}

void LiveModels::finish() {
  if (trainer_.joinable()) trainer_.join();
}

void LiveModels::teach(Time now, const Lesson& lesson) {
  for (const auto& [kind, prices] : lesson.prices) {
    const forecast::Course course = forecast::price_course(prices.past, kind, now);
    care(kind, now, [&](ModelRegistry& registry) {
      return care_for_model(registry, course, now, prices.is_young);
    });
  }
  const auto care_for = [&](const char* kind, const forecast::MakePredictor& make,
                            const forecast::Measured& measured) {
    care(kind, now, [&](ModelRegistry& registry) {
      return care_for_model(registry, make, measured, *zone_, now, lesson.is_young);
    });
  };
  if (lesson.load) {
    const forecast::LoadPast past{*lesson.load, {}, *zone_, lesson.outdoor};
    care_for("load", [&] { return std::make_unique<forecast::LoadPredictor>(past); }, *lesson.load);
  }
  if (lesson.sun) {
    const forecast::PvPast past{*lesson.sun};
    care_for("pv", [&] { return std::make_unique<forecast::PvPredictor>(past); }, lesson.sun->pv);
  }
}

void LiveModels::care(const std::string& kind, Time now, const Care& care) {
  Kept kept;
  {
    const std::scoped_lock lock{mutex_};
    kept = kinds_.at(kind);
  }
  auto report = care(kept.registry);
  const std::scoped_lock lock{mutex_};
  Kept& present = kinds_.at(kind);
  if (present.changes != kept.changes) return;  // by hand, meanwhile: that counts
  if (!report) {
    // A model that cannot be read any more must not stop all learning.
    present.registry.forget_all();
    failed_at_ = now;
    return;
  }
  present.registry = std::move(kept.registry);
  present.notes = std::move(report->notes);
  keep(kind, present);
}

void LiveModels::keep(const std::string& kind, const Kept& kept) const {
  // A memory that fails is told by the engine, which writes more to it.
  if (memory_ != nullptr) (void)memory_->write(models_document(kind), kept.registry.save());
}

std::string LiveModels::champion(const std::string& kind) const {
  const std::scoped_lock lock{mutex_};
  const ModelRecord* champion = kinds_.at(kind).registry.champion();
  return champion == nullptr ? std::string{} : champion->model;
}

void LiveModels::forget(const std::string& kind) {
  const std::scoped_lock lock{mutex_};
  kinds_.at(kind).registry.forget_all();
}

std::shared_ptr<const forecast::PriceModel> LiveModels::prices(const std::string& kind) {
  const std::scoped_lock lock{mutex_};
  Kept& kept = kinds_.at(kind);
  const ModelRecord* champion = kept.registry.champion();
  if (champion == nullptr) return nullptr;
  if (champion->version == kept.read) return kept.prices;
  auto model = forecast::PriceModel::load(champion->model);
  kept.read = champion->version;
  kept.prices = model ? std::make_shared<const forecast::PriceModel>(std::move(*model)) : nullptr;
  if (!model) kept.registry.forget_all();
  return kept.prices;
}

std::vector<ports::FeedHealth> LiveModels::health() const {
  const std::scoped_lock lock{mutex_};
  std::vector<ports::FeedHealth> all;
  for (const auto& [kind, kept] : kinds_) {
    const ModelRecord* champion = kept.registry.champion();
    if (champion == nullptr) continue;
    ports::FeedHealth health;
    health.name = kind + " model";
    std::replace(health.name.begin(), health.name.end(), '_', ' ');
    health.what = "model";
    health.last_good = champion->trained_at;
    const bool is_drifting = champion->metric(forecast::k_is_drifting).value_or(0.0) > 0.0;
    health.state = is_drifting ? ports::FeedState::failing : ports::FeedState::good;
    health.sentence = sentence_of(*champion, *zone_);
    for (const std::string& note : kept.notes) health.sentence += "; " + note;
    all.push_back(std::move(health));
  }
  return all;
}

std::vector<ports::ForecastModel> LiveModels::list() const {
  const std::scoped_lock lock{mutex_};
  std::vector<ports::ForecastModel> all;
  for (const auto& [kind, kept] : kinds_) {
    const auto models = list_models(kept.registry);
    all.insert(all.end(), models.begin(), models.end());
  }
  return all;
}

Result<void> LiveModels::change(const std::string& kind,
                                const std::function<Result<void>(ModelRegistry&)>& what) {
  const std::scoped_lock lock{mutex_};
  const auto found = kinds_.find(kind);
  if (found == kinds_.end())
    return base::fail(ErrorKind::not_found, fmt::format("there are no models of '{}'", kind));
  if (auto done = what(found->second.registry); !done) return done;
  ++found->second.changes;
  found->second.notes.clear();
  keep(kind, found->second);
  return {};
}

Result<void> LiveModels::promote(const std::string& kind, int version) {
  return change(kind, [&](ModelRegistry& registry) { return choose_model(registry, version); });
}

Result<void> LiveModels::roll_back(const std::string& kind) {
  return change(kind, [](ModelRegistry& registry) { return choose_previous_model(registry); });
}

}  // namespace ohmstead::engine
