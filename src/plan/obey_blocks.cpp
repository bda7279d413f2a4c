#include "obey_blocks.hpp"

#include <algorithm>

#include "ohmstead/home/battery_physics.hpp"
#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Power;
using home::ManualKind;
using home::Mode;

constexpr double k_some_kwh = 1e-6;

BatteryOrder order_of(const home::Case& home, const home::ManualBlock& block,
                      const SlotView& view) {
  const home::Battery& battery = home.batteries[view.battery];
  const home::BatteryWish wish = home::battery_wish(home, battery, view.slot);
  const double hours = home.slots.hours(view.slot).value();
  const double room_kwh = (wish.full - view.soc).value();
  const double held_kwh = (view.soc - wish.empty).value();
  if (block.kind == ManualKind::charge && room_kwh > k_some_kwh) {
    const Power most{charge_leg(battery).outside_kw(room_kwh / hours)};
    return {Mode::charge, std::min(wish.charge, most)};
  }
  if (block.kind == ManualKind::export_ && held_kwh > k_some_kwh) {
    const Power most{discharge_leg(battery).outside_kw(held_kwh / hours)};
    return {Mode::export_, std::min(wish.give, most)};
  }
  if (block.kind == ManualKind::hold && view.surplus > Power{}) return {Mode::charge, view.surplus};
  return {block.kind == ManualKind::self_use ? Mode::self_use : Mode::hold, {}};
}

}  // namespace

Policy obey_blocks(const home::Case& home, Policy policy) {
  if (home.manual_blocks.empty()) return policy;
  return [&home, policy = std::move(policy)](const SlotView& view) {
    const home::ManualBlock* block =
        home::find_manual_block(home, home.batteries[view.battery].id, view.slot);
    return block == nullptr ? policy(view) : order_of(home, *block, view);
  };
}

}  // namespace ohmstead::plan
