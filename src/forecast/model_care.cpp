#include "ohmstead/forecast/model_care.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ohmstead/base/clock.hpp"

namespace ohmstead::forecast {
namespace {

using base::Result;
using base::Time;

constexpr std::chrono::days k_week{7};
constexpr std::chrono::days k_least_shadow{6};
constexpr double k_must_gain = 0.01;
constexpr double k_drift = 1.25;
constexpr double k_leaning = 0.5;
constexpr const char* k_ratio = "error_to_week_before";

// Forecasts with what it has learned and learns nothing more.
class Frozen : public Predictor {
 public:
  explicit Frozen(const Predictor& inner) : inner_{inner} {}
  [[nodiscard]] std::string name() const override { return inner_.name(); }
  void train(Time) override {}
  [[nodiscard]] PowerPrediction predict(Time now, const base::SlotGrid& slots) const override {
    return inner_.predict(now, slots);
  }
  [[nodiscard]] std::vector<std::pair<std::string, double>> importance() const override {
    return {};
  }
  [[nodiscard]] std::string save() const override { return {}; }
  [[nodiscard]] Result<void> load(const std::string&) override { return {}; }

 private:
  const Predictor& inner_;
};

double ratio_of(const ModelTrial& week) {
  return week.naive_mae > 0.0 ? week.mae / week.naive_mae : 0.0;
}

class Care {
 public:
  Care(ModelRegistry& registry, const Course& course, Time now, bool is_young)
      : registry_{registry}, course_{course}, now_{now}, is_young_{is_young} {}

  Result<CareReport> run();

 private:
  Result<void> compare();
  [[nodiscard]] Result<ModelTrial> judge(const ModelRecord& record) const;
  void look_for_drift(const ModelTrial& week);
  Result<void> train();
  void note(int version, const ModelTrial& week);

  ModelRegistry& registry_;
  const Course& course_;
  Time now_;
  bool is_young_;
  CareReport report_;
};

Result<ModelTrial> Care::judge(const ModelRecord& record) const {
  auto trial = course_.judge(record.model);
  if (!trial)
    return tl::unexpected{base::in_context(fmt::format("model {}", record.version), trial.error())};
  return trial;
}

void Care::note(int version, const ModelTrial& week) {
  ModelRecord* record = registry_.find(version);
  record->set_metric({"pinball" + course_.metric_suffix, week.pinball});
  record->set_metric({"mae" + course_.metric_suffix, week.mae});
  record->set_metric({"coverage_pct", week.coverage_pct});
  // What it was at promotion is what drift is measured from.
  if (!record->metric(k_ratio)) record->set_metric({k_ratio, ratio_of(week)});
}

void Care::look_for_drift(const ModelTrial& week) {
  const auto then = registry_.champion()->metric(k_ratio);
  const double ratio = ratio_of(week);
  if (then && *then > 0.0 && ratio > k_drift * *then) {
    report_.is_drifting = true;
    report_.notes.push_back(fmt::format(
        "drift: the error is {:.2f} of that of the week before, {:.2f} when it was promoted", ratio,
        *then));
  }
  if (std::abs(week.bias) > k_leaning * week.mae && week.mae > 0.0) {
    report_.is_drifting = true;
    report_.notes.push_back(
        fmt::format("drift: {:.3f} {} too {} in the mean, more than half of the error of {:.3f} {}",
                    std::abs(week.bias), course_.unit, week.bias > 0.0 ? "high" : "low", week.mae,
                    course_.unit));
  }
}

Result<void> Care::compare() {
  const ModelRecord* champion = registry_.champion();
  if (champion == nullptr) return {};
  const int reigning = champion->version;
  // A champion that was trained within the week has seen what it is judged by.
  if (now_ - champion->trained_at < k_least_shadow) return {};
  const auto of_champion = judge(*champion);
  if (!of_champion) return tl::unexpected{of_champion.error()};
  if (of_champion->count == 0) return {};
  look_for_drift(*of_champion);
  note(reigning, *of_champion);
  registry_.find(reigning)->set_metric({k_is_drifting, report_.is_drifting ? 1.0 : 0.0});
  report_.champion_pinball = of_champion->pinball;
  const ModelRecord* candidate = registry_.candidate();
  if (candidate == nullptr || now_ - candidate->trained_at < k_least_shadow) return {};
  const int challenger = candidate->version;
  const auto of_candidate = judge(*candidate);
  if (!of_candidate) return tl::unexpected{of_candidate.error()};
  note(challenger, *of_candidate);
  report_.candidate_pinball = of_candidate->pinball;
  const bool is_better = of_candidate->pinball < (1.0 - k_must_gain) * of_champion->pinball;
  report_.notes.push_back(
      fmt::format("model {} {}: its loss of the last week is {:.4f}, that of the one before {:.4f}",
                  challenger, is_better ? "takes over" : "does not take over",
                  of_candidate->pinball, of_champion->pinball));
  if (!is_better) {
    registry_.retire(challenger);
    report_.retired = challenger;
    return {};
  }
  report_.promoted = challenger;
  return registry_.promote(challenger);
}

Result<void> Care::train() {
  // One that is still in the shadow goes on.
  const ModelRecord* champion = registry_.champion();
  const bool takes_over =
      champion == nullptr || (is_young_ && !champion->metric(k_chosen_by_hand).has_value());
  const ModelRecord* waiting = registry_.candidate();
  if (!takes_over && waiting != nullptr && now_ - waiting->trained_at < k_least_shadow) return {};
  const auto learner = course_.make();
  const base::Stopwatch watch;
  learner->train(now_);
  const Measured& measured = *course_.measured;
  const std::size_t known = measured.known_slots(now_);
  ModelRecord record;
  record.kind = learner->name();
  record.trained_at = now_;
  record.data_from = measured.start;
  record.data_to = measured.slot_start(known);
  record.data_fingerprint = fingerprint(measured, now_);
  record.samples = static_cast<std::size_t>(std::count_if(
      measured.values.begin(), measured.values.begin() + static_cast<std::ptrdiff_t>(known),
      [](double value) { return !std::isnan(value); }));
  record.training_s = 1e-3 * watch.elapsed_ms();
  record.model = learner->save();
  const auto version = registry_.add(std::move(record));
  if (!version) return tl::unexpected{version.error()};
  report_.trained = *version;
  if (!takes_over) return {};
  report_.promoted = *version;
  report_.notes.push_back(fmt::format("model {} forecasts at once", *version));
  return registry_.promote(*version);
}

Result<CareReport> Care::run() {
  if (auto compared = compare(); !compared) return tl::unexpected{compared.error()};
  if (auto trained = train(); !trained) return tl::unexpected{trained.error()};
  if (const ModelRecord* champion = registry_.champion()) report_.champion = champion->version;
  return std::move(report_);
}

}  // namespace

Result<CareReport> care_for_model(ModelRegistry& registry, const Course& course, Time now,
                                  bool is_young) {
  return Care{registry, course, now, is_young}.run();
}

Result<CareReport> care_for_model(ModelRegistry& registry, const MakePredictor& make,
                                  const Measured& measured, const base::Zone& zone, Time now,
                                  bool is_young) {
  const auto judge = [&](const std::string& model) -> Result<ModelTrial> {
    const auto predictor = make();
    if (auto loaded = predictor->load(model); !loaded) return tl::unexpected{loaded.error()};
    Frozen frozen{*predictor};
    const Time from = zone.next_day_start(now - k_week - base::Seconds{1});
    const LeadFigures week = walk_forward(frozen, measured, zone, {.from = from, .to = now}).total;
    return ModelTrial{week.count,      week.mae_kw,       week.bias_kw,
                      week.pinball_kw, week.naive_mae_kw, week.coverage_pct};
  };
  return care_for_model(registry, {make, judge, &measured}, now, is_young);
}

}  // namespace ohmstead::forecast
