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
  EnergyPrice next_stored;  // worth of one more kWh stored, highest in the block
  EnergyPrice last_stored;  // worth of the last kWh stored, highest in the block
  Money saves;              // highest of any slot, against its best other action
};

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
    block.next_stored = std::max(block.next_stored, battery.stored_value);
    block.last_stored = std::max(block.last_stored, battery.stored_value_below);
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

std::string kwh(Energy energy) { return number_text(energy.value(), 1) + " kWh"; }

std::string sentence(const Block& block, const std::string& currency) {
  const SlotGroup& s = block.sums;
  const std::string buying = price_text(block.lowest_import, block.highest_import, currency);
  const std::string selling = price_text(block.lowest_export, block.highest_export, currency);
  const std::string next = number_text(block.next_stored.value(), 3);
  const std::string last = number_text(block.last_stored.value(), 3);
  switch (block.code) {
    case home::ReasonCode::charge_cheap:
      return fmt::format("charge {} at {}: a kWh stored now is worth {} later", kwh(s.charge),
                         buying, last);
    case home::ReasonCode::charge_negative:
      return fmt::format("charge {}: taking energy from the grid is paid for ({})", kwh(s.charge),
                         buying);
    case home::ReasonCode::store_surplus:
      return fmt::format("store {} of PV surplus: a kWh stored is worth {}, sold it earns {}",
                         kwh(s.charge), last, selling);
    case home::ReasonCode::export_surplus:
      return fmt::format("sell {} of PV surplus at {}: a kWh stored would be worth {}",
                         kwh(s.grid_export), selling, next);
    case home::ReasonCode::cover_load:
      return fmt::format(
          "cover the home with {} from the battery: buying costs {}, keeping a kWh is worth {}",
          kwh(s.discharge), buying, next);
    case home::ReasonCode::keep_for_later:
      return fmt::format("keep {} and buy {} at {}: a stored kWh saves {} later", kwh(s.soc),
                         kwh(s.grid_import), buying, last);
    case home::ReasonCode::export_stored:
      return fmt::format("sell {} from the battery at {}: a kWh kept would be worth {}",
                         kwh(s.discharge), selling, next);
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
