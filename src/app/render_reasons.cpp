#include <fmt/format.h>

#include <algorithm>

#include "ohmstead/plan/speaker.hpp"
#include "readable.hpp"
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
  std::string text;  // of the planner, for the first slot
  EnergyPrice lowest_import;
  EnergyPrice highest_import;
  EnergyPrice lowest_export;
  EnergyPrice highest_export;
  // What a kWh at the home is worth once losses are paid, the highest of the block:
  EnergyPrice to_store;   // put into the battery, as done
  EnergyPrice if_stored;  // put in on top of that
  EnergyPrice kept;       // left in the battery, as done
  EnergyPrice if_kept;    // left in on top of that
  bool has_battery = false;
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
  Losses losses{home::nominal(battery.charge_efficiency).value(),
                home::effective_discharge_efficiency(battery).value()};
  for (const home::Inverter& inverter : home.inverters) {
    if (inverter.id == battery.inverter)
      losses.out_of_store *= home::effective_efficiency(inverter).value();
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
    block.has_battery = true;
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

// A block's place in the message table; none where its code says nothing.
std::optional<plan::Message> message_of(const Block& block) {
  using plan::Message;
  switch (block.code) {
    case home::ReasonCode::charge_cheap:
      return Message::block_charge_cheap;
    case home::ReasonCode::charge_negative:
      return Message::block_charge_negative;
    case home::ReasonCode::store_surplus:
      return Message::block_store_surplus;
    case home::ReasonCode::export_surplus:
      return Message::block_export_surplus;
    case home::ReasonCode::cover_load:
      return Message::block_cover_load;
    case home::ReasonCode::keep_for_later:
      return block.is_bound_at_stake ? Message::block_bound_at_stake
                                     : Message::block_keep_for_later;
    case home::ReasonCode::export_stored:
      return Message::block_export_stored;
    case home::ReasonCode::curtail:
      return Message::block_curtail;
    case home::ReasonCode::recover:
      return Message::block_recover;
    case home::ReasonCode::empty:
      return Message::block_empty;
    case home::ReasonCode::full:
      return Message::block_full;
    case home::ReasonCode::idle:
      return Message::block_idle;
    default:
      return std::nullopt;
  }
}

// The energy and the worth of a kWh that the block's message speaks of.
std::pair<Energy, EnergyPrice> stake_of(const Block& block) {
  const SlotGroup& sums = block.sums;
  switch (block.code) {
    case home::ReasonCode::charge_cheap:
    case home::ReasonCode::charge_negative:
    case home::ReasonCode::store_surplus:
      return {sums.charge, block.to_store};
    case home::ReasonCode::export_surplus:
    case home::ReasonCode::full:
      return {sums.grid_export, block.if_stored};
    case home::ReasonCode::cover_load:
    case home::ReasonCode::export_stored:
      return {sums.discharge, block.if_kept};
    case home::ReasonCode::curtail:
      return {sums.pv_curtailed, {}};
    default:
      return {sums.grid_import, block.kept};
  }
}

std::string sentence(const Block& block, const plan::Speaker& speaker) {
  const auto message = message_of(block);
  // The planner's own words where its code says nothing, and where there is no battery: most
  // messages of blocks compare with one.
  if (!message || (!block.has_battery && !block.text.empty())) {
    return block.text.empty() ? fmt::format("battery: {}", mode_word(block.sums.mode))
                              : printable(block.text);
  }
  const auto [energy, worth] = stake_of(block);
  return speaker.say(*message,
                     {{"energy", speaker.energy(energy)},
                      {"worth", speaker.each(worth)},
                      {"stored", speaker.energy(block.sums.soc)},
                      {"buying", speaker.per_kwh(block.lowest_import, block.highest_import)},
                      {"selling", speaker.per_kwh(block.lowest_export, block.highest_export)}});
}

// Of the words of an English plan the report keeps its own day, which is a column wide.
std::string day_of(const plan::Speaker& speaker, const base::Zone& zone, base::Time time) {
  return speaker.language() == home::Language::en ? zone.format_short(time).substr(0, 10)
                                                  : speaker.day(time);
}

// The times of a report's lines; the day stands where it differs from that of the line before.
class Times {
 public:
  Times(const PlanView& view, const plan::Speaker& speaker)
      : speaker_{&speaker}, zone_{zone_of(view.home)} {
    for (const home::PlanSlot& slot : view.plan.slots)
      day_columns_ = std::max(day_columns_, columns_of(day_of(speaker, zone_, slot.start)) + 1);
  }

  // "Mon 24 Jun 02:00-04:30"
  [[nodiscard]] std::string next(const SlotGroup& sums) {
    const base::Date today = zone_.date(sums.start);
    std::string text = today == day_ ? std::string{} : day_of(*speaker_, zone_, sums.start);
    day_ = today;
    text.append(day_columns_ - columns_of(text), ' ');
    return text + speaker_->clock(sums.start) + '-' + speaker_->clock(sums.end);
  }

 private:
  const plan::Speaker* speaker_;
  base::Zone zone_;
  std::size_t day_columns_ = 0;
  base::Date day_{};
};

std::string line_of(const std::string& time, const std::string& text, const Style& style) {
  return paint(readable(time, style), Ink::bold, style) + "  " +
         fold(readable(text, style), style.columns, columns_of(time) + 2) + '\n';
}

// What one planned device does: its name, then stretches of slots with the same reason, told by
// the words of their first slot.
std::string device_reasons(const PlanView& view, std::size_t device, std::size_t max_blocks,
                           const plan::Speaker& speaker, const Style& style) {
  const auto& slots = view.plan.slots;
  const auto reason = [&](std::size_t slot) -> const home::Reason& {
    return slots[slot].devices[device].reason;
  };
  std::string text;
  Times times{view, speaker};
  std::size_t first = 0, shown = 0;
  for (std::size_t i = 1; i <= slots.size() && shown < max_blocks; ++i) {
    if (i < slots.size() && reason(i).code == reason(first).code) continue;
    if (!reason(first).text.empty()) {
      const SlotGroup sums = make_group(view, first, i);
      text += line_of(times.next(sums), printable(reason(first).text), style);
      ++shown;
    }
    first = i;
  }
  if (text.empty()) return text;
  return printable(slots[0].devices[device].id) + '\n' + text;
}

}  // namespace

std::string render_reasons(const PlanView& view, std::size_t max_blocks, const Style& style) {
  const plan::Speaker speaker{view.home, view.plan.language};
  Times times{view, speaker};
  std::string text;
  for (const Block& block : make_blocks(view, max_blocks)) {
    const std::string time = times.next(block.sums);
    std::string line = sentence(block, speaker);
    if (block.saves >= Money{0.005}) {
      const bool is_one_slot = block.sums.last == block.sums.first + 1;
      line += "; " + speaker.say(is_one_slot ? plan::Message::block_else
                                             : plan::Message::block_else_per_slot,
                                 {{"money", speaker.money(block.saves)}});
    }
    text += line_of(time, line, style);
  }
  if (view.plan.slots.empty()) return text;
  for (std::size_t i = 0; i < view.plan.slots[0].devices.size(); ++i)
    text += device_reasons(view, i, max_blocks, speaker, style);
  return text;
}

}  // namespace ohmstead::app
