// Requests of evcc's optimizer API. What has no price there but a penalty has a price here, scaled
// as there: by the highest price of a Wh that the request knows of.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "evcc_case.hpp"
#include "import_formats.hpp"

namespace ohmstead::app {
namespace {

using namespace ohmstead::base;

constexpr double k_per_kilo = 1000.0;
// Penalties per Wh, in multiples of the highest price.
constexpr double k_soc_penalty = 1000.0;
constexpr double k_penalty = 100.0;         // of goals, demands and grid limits
constexpr double k_later_is_better = 1e-5;  // of the export limit's, per step
// Preferences, in parts of the lowest price, per step that is left.
constexpr double k_before_export = 2e-5;
constexpr double k_before_import = 5e-6;
constexpr double k_priority = 5e-5;
constexpr double k_peak = 1e-3;  // in parts of the highest price, per W

class CaseMaker {
 public:
  explicit CaseMaker(const EvccRequest& request)
      : request_{request},
        count_{request.step_count()},
        highest_{highest_price(request)},
        lowest_import_{*std::min_element(request.p_import.begin(), request.p_import.end())} {}

  EvccCase make() &&;

 private:
  static double highest_price(const EvccRequest& request);
  [[nodiscard]] double penalty_per_kwh() const { return k_penalty * highest_ * k_per_kilo; }
  [[nodiscard]] double steps_left(std::size_t step) const {
    return static_cast<double>(count_ - step);
  }
  // A preference that fades with the steps, per kWh.
  [[nodiscard]] Series<EnergyPrice> fading(double share) const;
  void add_slots();
  void add_flows();
  void add_grid();
  void add_preferences();
  void add_battery(std::size_t index);
  void add_wishes(const EvccBattery& from, home::Battery& battery) const;

  const EvccRequest& request_;
  std::size_t count_;
  double highest_;  // money per Wh
  double lowest_import_;
  EvccCase made_;
};

double CaseMaker::highest_price(const EvccRequest& request) {
  double highest = 1e-4;
  for (const double price : request.p_import) highest = std::max(highest, price);
  for (const double price : request.p_export) highest = std::max(highest, price);
  for (const EvccBattery& battery : request.batteries) highest = std::max(highest, battery.p_a);
  if (request.has_demand_rate()) {
    const double shortest_s = *std::min_element(request.dt.begin(), request.dt.end());
    highest = std::max(highest, *request.prc_p_exc_imp * 3600.0 / shortest_s);
  }
  return highest;
}

Series<EnergyPrice> CaseMaker::fading(double share) const {
  Series<EnergyPrice> price{count_};
  for (std::size_t t = 0; t < count_; ++t)
    price.set(t, EnergyPrice{lowest_import_ * k_per_kilo * share * steps_left(t)});
  return price;
}

void CaseMaker::add_slots() {
  std::vector<Seconds> durations;
  durations.reserve(request_.dt.size());
  for (const double seconds : request_.dt)
    durations.emplace_back(std::max<std::int64_t>(1, std::llround(seconds)));
  made_.home.slots = SlotGrid::make(k_undated_start, durations).value_or(SlotGrid{});
}

// Loads below zero are as good as PV, and the other way round.
void CaseMaker::add_flows() {
  home::Case& home = made_.home;
  home.load = Series<Power>{count_};
  home.pv = Series<Power>{count_};
  home.prices = {Series<EnergyPrice>{count_}, Series<EnergyPrice>{count_}};
  for (std::size_t t = 0; t < count_; ++t) {
    const double per_kw = k_per_kilo * home.slots.hours(t).value();
    const double load = request_.gt[t];
    const double pv = request_.ft[t];
    home.load.set(t, Power{(std::max(0.0, load) + std::max(0.0, -pv)) / per_kw});
    home.pv.set(t, Power{(std::max(0.0, pv) + std::max(0.0, -load)) / per_kw});
    home.prices.import.set(t, EnergyPrice{request_.p_import[t] * k_per_kilo});
    home.prices.export_.set(t, EnergyPrice{request_.p_export[t] * k_per_kilo});
  }
}

void CaseMaker::add_grid() {
  home::Grid& grid = made_.home.grid;
  if (request_.p_max_imp) {
    const Power limit{std::max(0.0, *request_.p_max_imp) / k_per_kilo};
    if (request_.has_demand_rate()) {
      const double price = std::max(0.0, *request_.prc_p_exc_imp) * k_per_kilo;
      grid.peak = home::PeakCharge{PowerPrice{price}, limit, 1};
    } else {
      grid.import_limit = limit;
      grid.import_over_limit_price = EnergyPrice{penalty_per_kwh()};
    }
  }
  if (!request_.p_max_exp) return;
  grid.export_limit = Power{std::max(0.0, *request_.p_max_exp) / k_per_kilo};
  // What is beyond the limit is lost there, so it must not earn either.
  Series<EnergyPrice> price{count_};
  for (std::size_t t = 0; t < count_; ++t) {
    const double late = 1.0 - static_cast<double>(t) * k_later_is_better;
    const double lost = request_.p_export[t] * k_per_kilo;
    price.set(t, EnergyPrice{std::max(0.0, lost + late * penalty_per_kwh())});
  }
  grid.export_over_limit_price = price;
}

void CaseMaker::add_preferences() {
  home::TieBreak tie;
  const auto batteries = static_cast<double>(request_.batteries.size());
  const std::string& charging = request_.charging_strategy;
  if (charging == "charge_before_export") tie.export_ = fading(k_before_export * batteries);
  if (request_.discharging_strategy == "discharge_before_import")
    tie.import = fading(k_before_import * batteries);
  const PowerPrice peak{k_peak * highest_ * k_per_kilo};
  if (charging == "attenuate_demand_peaks" || charging == "attenuate_grid_peaks")
    tie.import_peak = peak;
  if (charging == "attenuate_feedin_peaks" || charging == "attenuate_grid_peaks")
    tie.export_peak = peak;
  const bool has_any =
      tie.import || tie.export_ || tie.import_peak > PowerPrice{} || tie.export_peak > PowerPrice{};
  if (has_any) made_.home.objective.tie_break = tie;
}

void CaseMaker::add_battery(std::size_t index) {
  const EvccBattery& from = request_.batteries[index];
  made_.place.emplace_back();
  if (from.s_capacity <= 0.0) {
    made_.notes.push_back(fmt::format("batteries.{}: can hold nothing and is left out", index));
    return;
  }
  home::Battery battery;
  battery.id = fmt::format("battery{}", index + 1);
  const auto within = [&](double wh, double most_wh, const char* key) {
    if (wh > most_wh) {
      made_.notes.push_back(
          fmt::format("batteries.{}.{}: {} Wh is cut to {} Wh", index, key, wh, most_wh));
    }
    return Energy{std::clamp(wh, 0.0, most_wh) / k_per_kilo};
  };
  battery.capacity = Energy{from.s_capacity / k_per_kilo};
  battery.soc = within(from.s_initial, from.s_capacity, "s_initial");
  battery.max_soc = within(from.s_max, from.s_capacity, "s_max");
  battery.min_soc = within(from.s_min, std::min(from.s_max, from.s_capacity), "s_min");
  // What cannot reach the least power cannot charge.
  const bool can_charge = from.c_min <= from.c_max;
  battery.charge = Power{can_charge ? from.c_max / k_per_kilo : 0.0};
  battery.min_charge = Power{can_charge ? from.c_min / k_per_kilo : 0.0};
  battery.discharge = Power{from.d_max / k_per_kilo};
  battery.charge_efficiency = Ratio{request_.eta_c};
  battery.discharge_efficiency = Ratio{request_.eta_d};
  battery.end_value = EnergyPrice{from.p_a * k_per_kilo};
  battery.can_charge_from_grid = from.charge_from_grid;
  battery.can_discharge_to_grid = from.discharge_to_grid;
  add_wishes(from, battery);
  made_.place.back() = made_.home.batteries.size();
  made_.home.batteries.push_back(std::move(battery));
}

void CaseMaker::add_wishes(const EvccBattery& from, home::Battery& battery) const {
  const SlotGrid& slots = made_.home.slots;
  if (!from.p_demand.empty()) {
    battery.demand = Series<Power>{count_};
    Series<EnergyPrice> price{count_};
    for (std::size_t t = 0; t < count_; ++t) {
      const double per_kw = k_per_kilo * slots.hours(t).value();
      battery.demand.set(t, Power{std::max(0.0, from.p_demand[t]) / per_kw});
      const double early = 1.0 + steps_left(t) / static_cast<double>(count_);
      price.set(t, EnergyPrice{early * penalty_per_kwh()});
    }
    battery.demand_price = price;
  }
  // A goal of the first step is none.
  for (std::size_t t = 1; t < from.s_goal.size(); ++t) {
    if (from.s_goal[t] <= 0.0) continue;
    battery.targets.push_back(
        {Energy{from.s_goal[t] / k_per_kilo}, slots.end(t), EnergyPrice{penalty_per_kwh()}});
  }
  if (from.c_priority != 0.0) battery.tie_break = fading(-k_priority * from.c_priority);
}

EvccCase CaseMaker::make() && {
  home::Case& home = made_.home;
  home.schema = home::k_case_schema;
  home.currency = k_no_currency;
  home.is_pv_curtailable = false;
  home.objective.violation_price = EnergyPrice{k_soc_penalty * highest_ * k_per_kilo};
  add_slots();
  add_flows();
  add_grid();
  add_preferences();
  for (std::size_t i = 0; i < request_.batteries.size(); ++i) add_battery(i);
  return std::move(made_);
}

}  // namespace

EvccCase make_evcc_case(const EvccRequest& request) { return CaseMaker{request}.make(); }

Result<ImportedCase> import_evcc(const PeerFile& file) {
  EvccRequest request;
  const EvccProblems problems = read_evcc_request(file.tree, request);
  if (!problems.is_empty()) {
    return fail(ErrorKind::invalid_input, fmt::format("{}: {}", file.name, problems.to_text()));
  }
  EvccCase made = make_evcc_case(request);
  const describe::Node nothing;
  return finish_import({std::move(made.home), std::move(made.notes)}, file.name,
                       describe::Problems{file.name, nothing});
}

}  // namespace ohmstead::app
