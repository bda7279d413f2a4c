#include "ohmstead/engine/kept_models.hpp"

#include <fmt/format.h>

#include "ohmstead/forecast/model_care.hpp"

namespace ohmstead::engine {

using base::Result;
using forecast::ModelRecord;
using forecast::ModelRegistry;
using forecast::ModelStatus;

namespace {

const char* word_of(ModelStatus status) {
  if (status == ModelStatus::champion) return "champion";
  return status == ModelStatus::candidate ? "candidate" : "retired";
}

void mark_as_chosen(ModelRegistry& registry) {
  if (const ModelRecord* champion = registry.champion())
    registry.find(champion->version)->set_metric({forecast::k_chosen_by_hand, 1.0});
}

}  // namespace

std::string models_document(const std::string& kind) { return "models." + kind; }

Result<ModelRegistry> read_models(ports::Memory& memory, const std::string& kind) {
  const auto text = memory.read(models_document(kind));
  if (!text) return tl::unexpected{text.error()};
  return *text ? ModelRegistry::load(**text) : ModelRegistry{};
}

std::vector<ports::ForecastModel> list_models(const ModelRegistry& registry) {
  std::vector<ports::ForecastModel> all;
  all.reserve(registry.records().size());
  for (const ModelRecord& each : registry.records())
    all.push_back({each.kind, each.version, word_of(each.status), each.trained_at, each.data_from,
                   each.data_to, each.samples, each.training_s, each.data_fingerprint,
                   each.metrics});
  return all;
}

std::string sentence_of(const ModelRecord& record, const base::Zone& zone) {
  std::string text = fmt::format("version {}, learned {} from {} values", record.version,
                                 zone.format_short(record.trained_at), record.samples);
  const auto off = record.metric("mae_kw"), dear = record.metric("mae_per_kwh");
  const auto inside = record.metric("coverage_pct");
  if ((off || dear) && inside)
    text += fmt::format(
        "; in a week that it had not seen {} off in the mean, {:.0f} % within the band",
        off ? fmt::format("{:.2f} kW", *off) : fmt::format("{:.3f} per kWh", *dear), *inside);
  if (record.status == ModelStatus::champion && record.metric(forecast::k_chosen_by_hand))
    text += "; chosen by hand";
  return text;
}

Result<void> choose_model(ModelRegistry& registry, int version) {
  if (auto done = registry.promote(version); !done) return done;
  mark_as_chosen(registry);
  return {};
}

Result<void> choose_previous_model(ModelRegistry& registry) {
  if (auto done = registry.roll_back(); !done) return done;
  mark_as_chosen(registry);
  return {};
}

}  // namespace ohmstead::engine
