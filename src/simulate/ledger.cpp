#include "ledger.hpp"

#include <numeric>

namespace ohmstead::simulate {

using base::Energy;
using base::Power;

Ledger::Ledger(const home::Case& home) : inverters_{home.inverters.size()} {
  for (const home::Battery& battery : home.batteries) soc_at_start_.push_back(battery.soc);
  numbers_.reserve(home.slots.count() * width());
  modes_.reserve(home.slots.count() * soc_at_start_.size());
  flips_.reserve(home.slots.count());
  tiers_.reserve(home.slots.count());
}

void Ledger::append(const home::PlanSlot& slot, bool is_flip, base::Money tiers) {
  for (const Power power :
       {slot.load, slot.grid_import, slot.grid_export, slot.pv_used, slot.pv_curtailed}) {
    numbers_.push_back(power.value());
  }
  for (const home::BatterySlot& battery : slot.batteries) {
    numbers_.insert(numbers_.end(),
                    {battery.charge.value(), battery.discharge.value(), battery.soc.value()});
    modes_.push_back(static_cast<std::uint8_t>(battery.mode));
  }
  for (const home::InverterSlot& inverter : slot.inverters) {
    numbers_.insert(numbers_.end(), {inverter.dc_to_ac.value(), inverter.ac_to_dc.value(),
                                     inverter.pv_used.value(), inverter.pv_curtailed.value()});
  }
  flips_.push_back(is_flip ? 1 : 0);
  tiers_.push_back(tiers.value());
}

base::Money Ledger::tiers(std::size_t first, std::size_t end) const {
  return base::Money{std::accumulate(tiers_.begin() + static_cast<std::ptrdiff_t>(first),
                                     tiers_.begin() + static_cast<std::ptrdiff_t>(end), 0.0)};
}

std::int64_t Ledger::count_flips(std::size_t first, std::size_t end) const {
  return std::accumulate(flips_.begin() + static_cast<std::ptrdiff_t>(first),
                         flips_.begin() + static_cast<std::ptrdiff_t>(end), std::int64_t{0});
}

std::vector<Energy> Ledger::soc_before(std::size_t first) const {
  if (first == 0) return soc_at_start_;
  std::vector<Energy> soc;
  soc.reserve(soc_at_start_.size());
  const std::size_t row = (first - 1) * width();
  for (std::size_t i = 0; i < soc_at_start_.size(); ++i)
    soc.emplace_back(numbers_[row + 5 + 3 * i + 2]);
  return soc;
}

home::PlanSlot Ledger::make_slot(const home::Case& slice, std::size_t index) const {
  std::size_t at = index * width();
  const auto take = [&] { return Power{numbers_[at++]}; };
  home::PlanSlot slot;
  slot.load = take();
  slot.grid_import = take();
  slot.grid_export = take();
  slot.pv_used = take();
  slot.pv_curtailed = take();
  for (std::size_t i = 0; i < soc_at_start_.size(); ++i) {
    home::BatterySlot& battery = slot.batteries.emplace_back();
    battery.id = slice.batteries[i].id;
    battery.charge = take();
    battery.discharge = take();
    battery.soc = Energy{take().value()};
    battery.mode = static_cast<home::Mode>(modes_[index * soc_at_start_.size() + i]);
  }
  for (std::size_t k = 0; k < inverters_; ++k) {
    home::InverterSlot& inverter = slot.inverters.emplace_back();
    inverter.id = slice.inverters[k].id;
    inverter.dc_to_ac = take();
    inverter.ac_to_dc = take();
    inverter.pv_used = take();
    inverter.pv_curtailed = take();
  }
  return slot;
}

home::Plan Ledger::make_plan(const home::Case& slice, std::size_t first, std::size_t end) const {
  home::Plan plan;
  plan.schema = home::k_plan_schema;
  plan.currency = slice.currency;
  plan.timezone = slice.timezone;
  plan.slots.reserve(end - first);
  for (std::size_t index = first; index < end; ++index) {
    home::PlanSlot& slot = plan.slots.emplace_back(make_slot(slice, index));
    slot.start = slice.slots.start(index - first);
    slot.duration = slice.slots.duration(index - first);
  }
  return plan;
}

}  // namespace ohmstead::simulate
