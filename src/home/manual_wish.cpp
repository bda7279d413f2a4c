#include "ohmstead/home/manual_wish.hpp"

#include <algorithm>

namespace ohmstead::home {
namespace {

template <class Devices>
bool has_id(const Devices& devices, const std::string& id) {
  return std::any_of(devices.begin(), devices.end(),
                     [&](const auto& device) { return device.id == id; });
}

// Of a case or a site.
template <class Home>
std::vector<ManualKind> kinds_in(const Home& home, const std::string& device) {
  if (has_id(home.batteries, device))
    return {ManualKind::charge, ManualKind::export_, ManualKind::hold, ManualKind::self_use};
  if (has_id(home.vehicles, device)) return {ManualKind::charge, ManualKind::off};
  if (has_id(home.water_heaters, device))
    return {ManualKind::on, ManualKind::off, ManualKind::water_heating};
  if (has_id(home.heat_sources, device)) return {ManualKind::on, ManualKind::off};
  if (has_id(home.appliances, device)) return {ManualKind::off};
  return {};
}

// What a block without a device means for this one.
bool is_for_kind_of(const Case& home, const ManualBlock& block, const std::string& device) {
  if (block.kind == ManualKind::water_heating) return has_id(home.water_heaters, device);
  return has_id(home.batteries, device);
}

// PV less load, on the AC side.
double surplus_kw(const Case& home, std::size_t slot) {
  double kw = home.pv.raw()[slot] - home.load.raw()[slot];
  for (const Battery& battery : home.batteries) kw -= battery.standby.value();
  for (const Inverter& inverter : home.inverters) {
    if (!inverter.pv.is_empty())
      kw += inverter.pv.raw()[slot] * effective_efficiency(inverter).value();
  }
  return kw;
}

double share_of(const Case& home, const Battery& battery, bool is_charge) {
  double all = 0.0;
  for (const Battery& each : home.batteries)
    all += (is_charge ? each.charge : effective_discharge(each)).value();
  const double own = (is_charge ? battery.charge : effective_discharge(battery)).value();
  return all > 0.0 ? own / all : 0.0;
}

}  // namespace

bool covers(const ManualBlock& block, const SlotGrid& slots, std::size_t slot) {
  const base::Time from = std::max(block.start, slots.start(slot));
  const base::Time to = std::min(block.end, slots.end(slot));
  return to > from && 2 * (to - from) >= slots.duration(slot);
}

std::vector<ManualKind> manual_kinds_of(const Case& home, const std::string& device) {
  return kinds_in(home, device);
}

std::vector<ManualKind> manual_kinds_of(const Site& site, const std::string& device) {
  return kinds_in(site, device);
}

std::string list_names(const std::vector<ManualKind>& kinds) {
  std::string list;
  for (const ManualKind kind : kinds) {
    if (!list.empty()) list += ", ";
    list += names_of(kind)[static_cast<std::size_t>(kind)];
  }
  return list;
}

const ManualBlock* find_manual_block(const Case& home, const std::string& device,
                                     std::size_t slot) {
  const ManualBlock* found = nullptr;
  for (const ManualBlock& block : home.manual_blocks) {
    if (!covers(block, home.slots, slot)) continue;
    if (block.device == device) return &block;
    if (found == nullptr && block.device.empty() && is_for_kind_of(home, block, device))
      found = &block;
  }
  return found;
}

BatteryWish battery_wish(const Case& home, const Battery& battery, std::size_t slot) {
  BatteryWish wish;
  wish.full = effective_max_soc(battery);
  if (!battery.demand.is_empty()) wish.charge = battery.demand[slot];
  if (home.manual_blocks.empty()) return wish;
  const ManualBlock* block = find_manual_block(home, battery.id, slot);
  if (block == nullptr) return wish;
  wish.charge = {};
  const MultipassManual usual = home.multipass.value_or(MultipassSettings{}).manual;
  const auto target = [&](double usual_pct) {
    return std::clamp(battery.capacity * (block->target_soc_pct.value_or(usual_pct) / 100.0),
                      battery.min_soc, effective_max_soc(battery));
  };
  const double surplus = surplus_kw(home, slot);
  const Power stored{std::max(0.0, surplus) * share_of(home, battery, true)};
  const Power lacked{std::max(0.0, -surplus) * share_of(home, battery, false)};
  switch (block->kind) {
    case ManualKind::charge:
      wish.full = target(usual.charge_target_pct);
      wish.charge = battery.charge;
      wish.most_discharge = Power{};
      break;
    case ManualKind::export_:
      wish.empty = target(usual.export_target_pct);
      wish.give = effective_discharge(battery);
      wish.most_charge = Power{};
      break;
    case ManualKind::self_use:
      wish.empty = battery.min_soc;
      wish.charge = wish.most_charge.emplace(std::min(stored, battery.charge));
      wish.give = wish.most_discharge.emplace(std::min(lacked, effective_discharge(battery)));
      break;
    default:
      wish.most_charge = std::min(stored, battery.charge);
      wish.most_discharge = Power{};
      break;
  }
  return wish;
}

int device_wish(const Case& home, const std::string& device, std::size_t slot) {
  const ManualBlock* block = find_manual_block(home, device, slot);
  if (block == nullptr) return 0;
  return block->kind == ManualKind::off ? -1 : 1;
}

}  // namespace ohmstead::home
