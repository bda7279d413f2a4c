#include "sample_home.hpp"

namespace ohmstead::app::testing {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Money;
using base::Power;
using base::Series;

struct Row {
  double import_price, export_price, pv, charge, discharge, grid_import, grid_export, soc;
  home::Mode mode;
  home::ReasonCode code;
};

home::PlanSlot make_slot(const Row& row, base::Time start) {
  home::PlanSlot slot;
  slot.start = start;
  slot.duration = std::chrono::hours{1};
  slot.load = Power{1.0};
  slot.grid_import = Power{row.grid_import};
  slot.grid_export = Power{row.grid_export};
  slot.pv_used = Power{row.pv};
  slot.reason.code = row.code;
  slot.reason.saves = Money{0.25};
  home::BatterySlot battery;
  battery.id = "home";
  battery.charge = Power{row.charge};
  battery.discharge = Power{row.discharge};
  battery.soc = Energy{row.soc};
  battery.mode = row.mode;
  battery.stored_value = EnergyPrice{0.2};
  battery.stored_value_below = EnergyPrice{0.21};
  slot.batteries.push_back(battery);
  return slot;
}

}  // namespace

SampleHome make_sample_home() {
  using home::Mode;
  using home::ReasonCode;
  const Row rows[] = {
      {0.30, 0.05, 0, 0, 1, 0, 0, 4, Mode::self_use, ReasonCode::cover_load},
      {-0.02, 0.05, 0, 2, 0, 3, 0, 6, Mode::charge, ReasonCode::charge_negative},
      {0.10, 0.05, 3, 2, 0, 0, 0, 8, Mode::self_use, ReasonCode::store_surplus},
      {0.40, 0.35, 0, 0, 3, 0, 2, 5, Mode::export_, ReasonCode::export_stored},
  };
  SampleHome sample;
  home::Case& home = sample.home;
  home.schema = home::k_case_schema;
  home.name = "Sample home";
  home.timezone = "Europe/Paris";
  home.slots =
      base::SlotGrid::uniform(*base::parse_time("2024-06-24T20:00:00Z"), std::chrono::hours{1}, 4);
  home.load = Series<Power>{4, Power{1.0}};
  home::Battery battery;
  battery.id = "home";
  battery.capacity = Energy{10.0};
  battery.soc = Energy{5.0};
  battery.charge = Power{5.0};
  battery.charge_efficiency = base::Ratio{1.0};
  battery.end_value = EnergyPrice{0.1};
  home.batteries.push_back(battery);
  sample.plan.schema = home::k_plan_schema;
  sample.plan.name = home.name;
  sample.plan.currency = home.currency;
  sample.plan.timezone = home.timezone;
  sample.plan.strategy = "optimal";
  sample.plan.solver = "by hand";
  sample.plan.gap = Money{0.0};
  for (std::size_t i = 0; i < 4; ++i) {
    home.prices.import.push_back(EnergyPrice{rows[i].import_price});
    home.prices.export_.push_back(EnergyPrice{rows[i].export_price});
    home.pv.push_back(Power{rows[i].pv});
    sample.plan.slots.push_back(make_slot(rows[i], home.slots.start(i)));
  }
  return sample;
}

SampleHome make_flat_home(std::size_t count, base::Seconds step, EnergyPrice price) {
  SampleHome sample;
  home::Case& home = sample.home;
  home.schema = home::k_case_schema;
  home.slots = base::SlotGrid::uniform(*base::parse_time("2024-06-24T00:00:00Z"), step, count);
  home.prices = {Series<EnergyPrice>{count, price}, Series<EnergyPrice>{count}};
  home.load = Series<Power>{count, Power{1.0}};
  home.pv = Series<Power>{count};
  sample.plan.schema = home::k_plan_schema;
  sample.plan.strategy = "optimal";
  for (std::size_t i = 0; i < count; ++i) {
    home::PlanSlot slot;
    slot.start = home.slots.start(i);
    slot.duration = step;
    slot.load = Power{1.0};
    slot.grid_import = Power{1.0};
    sample.plan.slots.push_back(slot);
  }
  return sample;
}

}  // namespace ohmstead::app::testing
