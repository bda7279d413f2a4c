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
constexpr const char* k_pinball = "pinball_kw";

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

// The last week as the model of a record would have forecast it.
Result<LeadFigures> judge(const ModelRecord& record, const MakePredictor& make,
                          const Measured& measured, const base::Zone& zone, Time now) {
  const auto predictor = make();
  if (auto loaded = predictor->load(record.model); !loaded)
    return tl::unexpected{
        base::in_context(fmt::format("model {}", record.version), loaded.error())};
  Frozen frozen{*predictor};
  const Time from = zone.next_day_start(now - k_week - base::Seconds{1});
  return walk_forward(frozen, measured, zone, {.from = from, .to = now}).total;
}

double ratio_of(const LeadFigures& figures) {
  return figures.naive_mae_kw > 0.0 ? figures.mae_kw / figures.naive_mae_kw : 0.0;
}

class Care {
 public:
  Care(ModelRegistry& registry, const MakePredictor& make, const Measured& measured,
       const base::Zone& zone, Time now, bool is_young)
      : registry_{registry},
        make_{make},
        measured_{measured},
        zone_{zone},
        now_{now},
        is_young_{is_young} {}

  Result<CareReport> run();

 private:
  Result<void> compare();
  void look_for_drift(const LeadFigures& week);
  Result<void> train();
  void note(int version, const LeadFigures& week);

  ModelRegistry& registry_;
  const MakePredictor& make_;
  const Measured& measured_;
  const base::Zone& zone_;
  Time now_;
  bool is_young_;
  CareReport report_;
};

void Care::note(int version, const LeadFigures& week) {
  ModelRecord* record = registry_.find(version);
  record->set_metric({k_pinball, week.pinball_kw});
  record->set_metric({"mae_kw", week.mae_kw});
  record->set_metric({"coverage_pct", week.coverage_pct});
  // What it was at promotion is what drift is measured from.
  if (!record->metric(k_ratio)) record->set_metric({k_ratio, ratio_of(week)});
}

void Care::look_for_drift(const LeadFigures& week) {
  const auto then = registry_.champion()->metric(k_ratio);
  const double ratio = ratio_of(week);
  if (then && *then > 0.0 && ratio > k_drift * *then) {
    report_.is_drifting = true;
    report_.notes.push_back(fmt::format(
        "drift: the error is {:.2f} of that of the week before, {:.2f} when it was promoted", ratio,
        *then));
  }
  if (std::abs(week.bias_kw) > k_leaning * week.mae_kw && week.mae_kw > 0.0) {
    report_.is_drifting = true;
    report_.notes.push_back(
        fmt::format("drift: {:.3f} kW too {} in the mean, more than half of the error of {:.3f} kW",
                    std::abs(week.bias_kw), week.bias_kw > 0.0 ? "high" : "low", week.mae_kw));
  }
}

Result<void> Care::compare() {
  const ModelRecord* champion = registry_.champion();
  if (champion == nullptr) return {};
  const int reigning = champion->version;
  // A champion that was trained within the week has seen what it is judged by.
  if (now_ - champion->trained_at < k_least_shadow) return {};
  const auto of_champion = judge(*champion, make_, measured_, zone_, now_);
  if (!of_champion) return tl::unexpected{of_champion.error()};
  if (of_champion->count == 0) return {};
  look_for_drift(*of_champion);
  note(reigning, *of_champion);
  registry_.find(reigning)->set_metric({k_is_drifting, report_.is_drifting ? 1.0 : 0.0});
  report_.champion_pinball_kw = of_champion->pinball_kw;
  const ModelRecord* candidate = registry_.candidate();
  if (candidate == nullptr || now_ - candidate->trained_at < k_least_shadow) return {};
  const int challenger = candidate->version;
  const auto of_candidate = judge(*candidate, make_, measured_, zone_, now_);
  if (!of_candidate) return tl::unexpected{of_candidate.error()};
  note(challenger, *of_candidate);
  report_.candidate_pinball_kw = of_candidate->pinball_kw;
  const bool is_better = of_candidate->pinball_kw < (1.0 - k_must_gain) * of_champion->pinball_kw;
  report_.notes.push_back(
      fmt::format("model {} {} model {}: {:.4f} against {:.4f} kW in the last week", challenger,
                  is_better ? "takes over from" : "does not beat", reigning,
                  of_candidate->pinball_kw, of_champion->pinball_kw));
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
  const auto predictor = make_();
  const base::Stopwatch watch;
  predictor->train(now_);
  const std::size_t known = measured_.known_slots(now_);
  ModelRecord record;
  record.kind = predictor->name();
  record.trained_at = now_;
  record.data_from = measured_.start;
  record.data_to = measured_.slot_start(known);
  record.data_fingerprint = fingerprint(measured_, now_);
  record.samples = static_cast<std::size_t>(std::count_if(
      measured_.values.begin(), measured_.values.begin() + static_cast<std::ptrdiff_t>(known),
      [](double value) { return !std::isnan(value); }));
  record.training_s = 1e-3 * watch.elapsed_ms();
  record.model = predictor->save();
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

Result<CareReport> care_for_model(ModelRegistry& registry, const MakePredictor& make,
                                  const Measured& measured, const base::Zone& zone, Time now,
                                  bool is_young) {
  return Care{registry, make, measured, zone, now, is_young}.run();
}

}  // namespace ohmstead::forecast
