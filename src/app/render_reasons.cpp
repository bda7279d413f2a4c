#include <fmt/format.h>

#include <algorithm>

#include "render.hpp"

namespace ohmstead::app {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Money;

// Consecutive slots with the same decision for the same reason.
struct Block {
  SlotGroup sums;
  home::ReasonCode code = home::ReasonCode::none;
  std::string text;  // of the planner, where its code says nothing
  EnergyPrice lowest_import;
  EnergyPrice highest_import;
  EnergyPrice lowest_export;
  EnergyPrice highest_export;
  // What a kWh at the home is worth once losses are paid, the highest of the block:
  EnergyPrice to_store;            // put into the battery, as done
  EnergyPrice if_stored;           // put in on top of that
  EnergyPrice kept;                // left in the battery, as done
  EnergyPrice if_kept;             // left in on top of that
  bool is_bound_at_stake = false;  // a kWh less would break the lowest state of charge
  Money saves;                     // highest of any slot, against its best other action
};

// Of a kWh at the home: what arrives in the store, and what leaves it for one at the home.
struct Losses {
  double into_store = 1.0;
  double out_of_store = 1.0;
};

Losses losses_of(const home::Case& home) {
  const home::Battery& battery = home.batteries.front();
  Losses losses{battery.charge_efficiency.value(),
                home::effective_discharge_efficiency(battery).value()};
  for (const home::Inverter& inverter : home.inverters) {
    if (inverter.id == battery.inverter) losses.out_of_store *= inverter.efficiency.value();
  }
  return losses;
}

const home::Reason& reason_at(const PlanView& view, std::size_t slot) {
  return view.plan.slots[slot].reason;
}

home::Mode mode_at(const PlanView& view, std::size_t slot) {
  const auto& batteries = view.plan.slots[slot].batteries;
  return batteries.empty() ? home::Mode::hold : batteries.front().mode;
}

Block make_block(const PlanView& view, std::size_t first, std::size_t last) {
  Block block;
  block.sums = make_group(view, first, last);
  block.code = reason_at(view, first).code;
  block.text = reason_at(view, first).text;
  block.lowest_import = block.highest_import = view.home.prices.import[first];
  block.lowest_export = block.highest_export = view.home.prices.export_[first];
  for (std::size_t i = first; i < last; ++i) {
    block.lowest_import = std::min(block.lowest_import, view.home.prices.import[i]);
    block.highest_import = std::max(block.highest_import, view.home.prices.import[i]);
    block.lowest_export = std::min(block.lowest_export, view.home.prices.export_[i]);
    block.highest_export = std::max(block.highest_export, view.home.prices.export_[i]);
    block.saves = std::max(block.saves, reason_at(view, i).saves.value_or(Money{}));
    if (view.plan.slots[i].batteries.empty()) continue;
    const home::BatterySlot& battery = view.plan.slots[i].batteries.front();
    const Losses losses = losses_of(view.home);
    block.to_store =
        std::max(block.to_store, battery.stored_value_below * base::Ratio{losses.into_store});
    block.if_stored =
        std::max(block.if_stored, battery.stored_value * base::Ratio{losses.into_store});
    block.if_kept = std::max(block.if_kept, battery.stored_value / losses.out_of_store);
    block.is_bound_at_stake |=
        battery.stored_value_below > home::effective_violation_price(view.home) * 0.5;
    block.kept = std::max(block.kept, battery.stored_value_below / losses.out_of_store);
  }
  return block;
}

std::vector<Block> make_blocks(const PlanView& view, std::size_t max_blocks) {
  std::vector<Block> blocks;
  std::size_t first = 0;
  const std::size_t count = view.plan.slots.size();
  for (std::size_t i = 1; i <= count && blocks.size() < max_blocks; ++i) {
    const bool is_same = i < count && reason_at(view, i).code == reason_at(view, first).code &&
                         mode_at(view, i) == mode_at(view, first);
    if (is_same) continue;
    blocks.push_back(make_block(view, first, i));
    first = i;
  }
  return blocks;
}

std::string price_text(EnergyPrice low, EnergyPrice high, const std::string& currency) {
  const std::string from = number_text(low.value(), 3), to = number_text(high.value(), 3);
  return from == to ? fmt::format("{} {}/kWh", from, currency)
                    : fmt::format("{} to {} {}/kWh", from, to, currency);
}

std::string kwh(Energy energy) {
  return number_text(energy.value(), energy < Energy{0.095} ? 2 : 1) + " kWh";
}

std::string sentence(const Block& block, const std::string& currency) {
  const SlotGroup& s = block.sums;
  const std::string buying = price_text(block.lowest_import, block.highest_import, currency);
  const std::string selling = price_text(block.lowest_export, block.highest_export, currency);
  const auto worth = [](EnergyPrice price) { return number_text(price.value(), 3); };
  switch (block.code) {
    case home::ReasonCode::charge_cheap:
      return fmt::format("charge {} at {}: after losses a kWh is worth {} later", kwh(s.charge),
                         buying, worth(block.to_store));
    case home::ReasonCode::charge_negative:
      return fmt::format("charge {}: taking energy from the grid is paid for ({})", kwh(s.charge),
                         buying);
    case home::ReasonCode::store_surplus:
      return fmt::format("store {} of PV surplus: a kWh is worth {} later, sold it earns {}",
                         kwh(s.charge), worth(block.to_store), selling);
    case home::ReasonCode::export_surplus:
      return fmt::format("sell {} of PV surplus at {}: stored, a kWh would be worth {} later",
                         kwh(s.grid_export), selling, worth(block.if_stored));
    case home::ReasonCode::cover_load:
      return fmt::format(
          "cover the home with {} from the battery: buying costs {}, keeping a kWh is worth {}",
          kwh(s.discharge), buying, worth(block.if_kept));
    case home::ReasonCode::keep_for_later:
      if (block.is_bound_at_stake) {
        return fmt::format("buy {} at {}: the battery may not be emptied further",
                           kwh(s.grid_import), buying);
      }
      return fmt::format("keep {} and buy {} at {}: a kWh kept saves {} later", kwh(s.soc),
                         kwh(s.grid_import), buying, worth(block.kept));
    case home::ReasonCode::export_stored:
      return fmt::format("sell {} from the battery at {}: a kWh kept would be worth {}",
                         kwh(s.discharge), selling, worth(block.if_kept));
    case home::ReasonCode::curtail:
      return fmt::format("turn PV down by {}: a kWh to the grid earns {}", kwh(s.pv_curtailed),
                         selling);
    case home::ReasonCode::recover:
      return "bring the state of charge back into its bounds";
    case home::ReasonCode::empty:
      return fmt::format("nothing is left in the battery: buy {} at {}", kwh(s.grid_import),
                         buying);
    case home::ReasonCode::full:
      return fmt::format("the battery is full: {} go to the grid at {}", kwh(s.grid_export),
                         selling);
    case home::ReasonCode::idle:
      return "nothing to gain by using the battery";
    case home::ReasonCode::none:
      break;
  }
  return block.text.empty() ? fmt::format("battery: {}", mode_word(s.mode)) : printable(block.text);
}

// "Mon 24 Jun 02:00-04:30", without the day where it is that of the line before.
std::string when(const Block& block, const base::Zone& zone, base::Date& day) {
  const std::string from = zone.format_short(block.sums.start);
  const std::string to = zone.format_short(block.sums.end);
  const base::Date today = zone.date(block.sums.start);
  const bool is_same_day = today == day;
  day = today;
  return (is_same_day ? std::string(11, ' ') : from.substr(0, 11)) + from.substr(11) + '-' +
         to.substr(11);
}

}  // namespace

std::string render_reasons(const PlanView& view, std::size_t max_blocks, const Style& style) {
  const base::Zone zone = zone_of(view.home);
  std::string text;
  base::Date day{};
  for (const Block& block : make_blocks(view, max_blocks)) {
    const std::string time = when(block, zone, day);
    std::string line = sentence(block, view.home.currency);
    if (block.saves >= Money{0.005}) {
      const bool is_one_slot = block.sums.last == block.sums.first + 1;
      line += fmt::format("; anything else costs {}{} {} more{}", is_one_slot ? "" : "up to ",
                          number_text(block.saves.value(), 2), view.home.currency,
                          is_one_slot ? "" : " per slot");
    }
    text +=
        paint(time, Ink::bold, style) + "  " + fold(line, style.columns, time.size() + 2) + '\n';
  }
  return text;
}

}  // namespace ohmstead::app
