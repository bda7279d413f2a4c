#include "ohmstead/forecast/walk_forward.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ohmstead/base/clock.hpp"
#include "pinball.hpp"

namespace ohmstead::forecast {
namespace {

using base::Seconds;
using base::Time;

constexpr Seconds k_day = std::chrono::days{1};
constexpr std::array k_ends_h{1.0, 3.0, 6.0, 12.0, 24.0, 36.0, 48.0};
constexpr double k_least_share_of_day = 0.9;

// Sums until close() makes means of them.
struct Tally {
  LeadFigures figures;
  double squares = 0.0, naive_squares = 0.0;
  std::int64_t unsure = 0;  // slots

  void close() {
    if (figures.count == 0) return;
    const auto count = static_cast<double>(figures.count);
    for (double* each : {&figures.mean_kw, &figures.mae_kw, &figures.bias_kw, &figures.naive_mae_kw,
                         &figures.persistence_mae_kw, &figures.pinball_kw}) {
      *each /= count;
    }
    figures.rmse_kw = std::sqrt(squares / count);
    figures.naive_rmse_kw = std::sqrt(naive_squares / count);
    if (unsure > 0) figures.coverage_pct *= 100.0 / static_cast<double>(unsure);
  }
};

struct Judged {
  double came = 0.0, expected = 0.0, p10 = 0.0, p50 = 0.0, p90 = 0.0;
  double persistence = 0.0, naive = 0.0;
};

void add(Tally& tally, const Judged& slot) {
  LeadFigures& figures = tally.figures;
  ++figures.count;
  figures.mean_kw += slot.came;
  figures.mae_kw += std::abs(slot.p50 - slot.came);
  figures.bias_kw += slot.expected - slot.came;
  figures.naive_mae_kw += std::abs(slot.naive - slot.came);
  figures.persistence_mae_kw += std::abs(slot.persistence - slot.came);
  tally.squares += (slot.expected - slot.came) * (slot.expected - slot.came);
  tally.naive_squares += (slot.naive - slot.came) * (slot.naive - slot.came);
  figures.pinball_kw += mean_pinball(slot.came, slot.p10, slot.p50, slot.p90);
  if (slot.p90 <= 0.0 && slot.came <= 0.0) return;  // night: nothing to be unsure of
  ++tally.unsure;
  if (slot.came >= slot.p10 - 1e-9 && slot.came <= slot.p90 + 1e-9) figures.coverage_pct += 1.0;
}

class Walk {
 public:
  Walk(Predictor& predictor, const Measured& measured, const WalkOptions& options)
      : predictor_{predictor}, measured_{measured}, options_{options} {
    double before = 0.0;
    for (const double end : k_ends_h) {
      if (before >= options.horizon_h) break;
      tallies_.push_back({{.from_h = before, .to_h = end}});
      before = end;
    }
    total_.figures.to_h = options.horizon_h;
  }

  WalkResult run(const base::Zone& zone);

 private:
  void train(Time now);
  void forecast(Time now, bool is_day_start);
  void judge_day(const PowerPrediction& coming, std::size_t first, std::size_t slots);
  [[nodiscard]] double value_at(std::int64_t slot, std::size_t known) const;
  [[nodiscard]] double before(std::int64_t slot, std::size_t known, std::int64_t days) const;

  Predictor& predictor_;
  const Measured& measured_;
  const WalkOptions& options_;
  std::vector<Tally> tallies_;
  Tally total_;
  WalkResult result_;
  std::int64_t forecasts_ = 0;
};

double Walk::value_at(std::int64_t slot, std::size_t known) const {
  if (slot < 0 || slot >= static_cast<std::int64_t>(known)) return std::nan("");
  return measured_.values[static_cast<std::size_t>(slot)];
}

// The newest known value at that time of day, whole multiples of `days` before.
double Walk::before(std::int64_t slot, std::size_t known, std::int64_t days) const {
  const std::int64_t apart = days * (k_day / measured_.step);
  for (std::int64_t times = 1; times <= 4; ++times) {
    const double value = value_at(slot - times * apart, known);
    if (!std::isnan(value)) return value;
  }
  return std::nan("");
}

void Walk::train(Time now) {
  const base::Stopwatch watch;
  predictor_.train(now);
  result_.training_s = std::max(result_.training_s, watch.elapsed_ms() / 1000.0);
}

void Walk::judge_day(const PowerPrediction& coming, std::size_t first, std::size_t slots) {
  double came = 0.0, expected = 0.0, naive = 0.0;
  std::size_t measured = 0;
  for (std::size_t i = 0; i < slots; ++i) {
    const auto slot = static_cast<std::int64_t>(first + i);
    const double value = value_at(slot, measured_.size());
    const double week_before = before(slot, first, 7);
    if (std::isnan(value) || std::isnan(week_before)) continue;
    ++measured;
    came += value;
    expected += coming.expected[i].value();
    naive += week_before;
  }
  if (static_cast<double>(measured) < k_least_share_of_day * static_cast<double>(slots)) return;
  if (came <= 0.0) return;
  ++result_.days;
  result_.daily_mape_pct += 100.0 * std::abs(expected - came) / came;
  result_.naive_daily_mape_pct += 100.0 * std::abs(naive - came) / came;
}

void Walk::forecast(Time now, bool is_day_start) {
  const Time last = std::min({options_.to, measured_.slot_start(measured_.size()),
                              now + Seconds{std::lround(options_.horizon_h * 3600.0)}});
  if (now < measured_.start || now + measured_.step > last) return;
  const auto first = static_cast<std::size_t>((now - measured_.start) / measured_.step);
  const auto count =
      static_cast<std::size_t>((last - measured_.slot_start(first)) / measured_.step);
  const auto slots = base::SlotGrid::uniform(measured_.slot_start(first), measured_.step, count);
  const base::Stopwatch watch;
  const PowerPrediction coming = predictor_.predict(now, slots);
  result_.forecast_ms += watch.elapsed_ms();
  ++forecasts_;
  const std::size_t known = measured_.known_slots(now);
  for (std::size_t i = 0; i < count; ++i) {
    const auto slot = static_cast<std::int64_t>(first + i);
    const Judged judged{value_at(slot, measured_.size()),
                        coming.expected[i].value(),
                        coming.p10[i].value(),
                        coming.p50[i].value(),
                        coming.p90[i].value(),
                        before(slot, known, 1),
                        before(slot, known, 7)};
    if (std::isnan(judged.came + judged.persistence + judged.naive)) continue;
    const double lead_h = base::hours(slots.start(i) - now).value() + 0.5 * slots.hours(i).value();
    for (Tally& tally : tallies_) {
      if (lead_h < tally.figures.to_h && lead_h >= tally.figures.from_h) add(tally, judged);
    }
    add(total_, judged);
  }
  const auto day = static_cast<std::size_t>(k_day / measured_.step);
  if (is_day_start && count >= day) judge_day(coming, first, day);
}

WalkResult Walk::run(const base::Zone& zone) {
  result_.name = predictor_.name();
  result_.from = options_.from;
  const Seconds apart = k_day / options_.forecasts_a_day;
  const std::int64_t days = (options_.to - options_.from) / k_day;
  Time day = options_.from;
  for (std::int64_t done = 0; day < options_.to; ++done) {
    if (options_.stop.stop_requested()) {
      result_.is_stopped = true;
      break;
    }
    if (done % options_.days_between_training == 0) train(day);
    const Time next = zone.next_day_start(day);
    for (Time now = day; now < next; now += apart) forecast(now, now == day);
    day = next;
    if (options_.progress) options_.progress(std::min(done + 1, days), days);
  }
  result_.to = std::min(day, options_.to);
  total_.close();
  result_.total = total_.figures;
  for (Tally& tally : tallies_) {
    tally.close();
    if (tally.figures.count > 0) result_.by_lead.push_back(tally.figures);
  }
  if (result_.days > 0) {
    result_.daily_mape_pct /= static_cast<double>(result_.days);
    result_.naive_daily_mape_pct /= static_cast<double>(result_.days);
  }
  if (forecasts_ > 0) result_.forecast_ms /= static_cast<double>(forecasts_);
  result_.importance = predictor_.importance();
  return std::move(result_);
}

double skill_pct(double own, double yardstick) {
  return yardstick > 0.0 ? 100.0 * (1.0 - own / yardstick) : 0.0;
}

}  // namespace

double LeadFigures::skill_to_naive_pct() const { return skill_pct(mae_kw, naive_mae_kw); }
double LeadFigures::skill_to_persistence_pct() const {
  return skill_pct(mae_kw, persistence_mae_kw);
}

WalkResult walk_forward(Predictor& predictor, const Measured& measured, const base::Zone& zone,
                        const WalkOptions& options) {
  return Walk{predictor, measured, options}.run(zone);
}

}  // namespace ohmstead::forecast
