// The programme of the heat of each day: labels of open heat and cost, forwards in time. A label
// with no less heat open and no lower cost than another one is dropped; the rest are exact.
#include <algorithm>

#include "water_paths.hpp"
#include "water_schedule.hpp"

namespace ohmstead::plan {
namespace {

// Labels of one state. More than there are slots in two days, which is what one power and COP can
// make; beyond that only the cheapest of each part of the range stays.
constexpr std::size_t k_most_labels = 400;

class DailyProgramme final : public WaterProgramme {
 public:
  DailyProgramme(const WaterDevice& heater, const DailyNeed& daily)
      : heater_{&heater}, daily_{&daily}, paths_{heater.rules} {}
  [[nodiscard]] std::vector<int> cheapest(std::span<const double> on_costs) override;

 private:
  static void keep_best(std::vector<WaterLabel>& labels);
  void advance(WaterLabel& label, std::size_t begin, std::size_t end, bool on) const;

  const WaterDevice* heater_;
  const DailyNeed* daily_;
  WaterPaths paths_;
};

// Sorted by open heat, costs falling.
void DailyProgramme::keep_best(std::vector<WaterLabel>& labels) {
  std::sort(labels.begin(), labels.end(), [](const WaterLabel& a, const WaterLabel& b) {
    return a.heat != b.heat ? a.heat < b.heat : a.cost < b.cost;
  });
  std::size_t kept = 0;
  for (const WaterLabel& label : labels) {
    if (kept == 0 || label.cost < labels[kept - 1].cost) labels[kept++] = label;
  }
  labels.resize(kept);
  if (kept <= k_most_labels) return;
  // Costs fall: the last of a part is its cheapest.
  const double width = labels.back().heat / static_cast<double>(k_most_labels);
  std::size_t thin = 0;
  for (std::size_t i = 0; i < kept; ++i) {
    const bool is_last_of_part =
        i + 1 == kept || labels[i + 1].heat >= static_cast<double>(thin + 1) * width;
    if (is_last_of_part || i == 0) labels[thin++] = labels[i];
  }
  labels.resize(thin);
}

void DailyProgramme::advance(WaterLabel& label, std::size_t begin, std::size_t end, bool on) const {
  for (std::size_t t = begin; t < end; ++t) {
    const DailyNeed::Step& step = daily_->step(t);
    const double heat_kwh = on ? heater_->cop[t] * heater_->power_kw * heater_->hours[t] : 0.0;
    label.heat = std::max(0.0, label.heat + step.asked_kwh - heat_kwh);
    if (!step.is_deadline || label.heat <= step.latest_kwh) continue;
    label.cost += daily_->price_per_kwh() * (label.heat - step.latest_kwh);
    label.heat = step.latest_kwh;
  }
}

std::vector<int> DailyProgramme::cheapest(std::span<const double> on_costs) {
  std::vector<double> sums(1, 0.0);
  for (const double cost : on_costs) sums.push_back(sums.back() + cost);
  const auto on_move = [this](WaterLabel& label, std::size_t begin, std::size_t end, bool on) {
    advance(label, begin, end, on);
  };
  const auto select = [](std::vector<WaterLabel>& labels, std::size_t, bool, std::size_t) {
    keep_best(labels);
  };
  return paths_.find_cheapest(sums, 0.0, on_move, select).states;
}

}  // namespace

std::unique_ptr<WaterProgramme> make_daily_programme(const WaterDevice& heater,
                                                     const DailyNeed& daily) {
  return std::make_unique<DailyProgramme>(heater, daily);
}

}  // namespace ohmstead::plan
