#include "home_in_home_assistant.hpp"

#include <algorithm>
#include <set>

#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::app {
namespace {

using connect::Entity;
using connect::EntityKind;

constexpr const char* k_plan = "plan";
constexpr const char* k_minutes = "order_minutes";
constexpr const char* k_stop = "stop";
constexpr const char* k_by = "Home Assistant";

template <class Enum>
std::string text_of(Enum value) {
  return std::string{names_of(value)[static_cast<std::size_t>(value)]};
}

// What Home Assistant allows in an id.
std::string plain(const std::string& id) {
  std::string text;
  for (const char c : id) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    text += is_upper ? static_cast<char>(c - 'A' + 'a') : is_fine ? c : '_';
  }
  return text;
}

class EntityList {
 public:
  void add(const std::string& id, const std::string& name, EntityKind kind) {
    Entity entity;
    entity.id = id;
    entity.name = name;
    entity.kind = kind;
    put(std::move(entity));
  }
  void add_choice(const std::string& id, const std::string& name,
                  std::vector<std::string> options) {
    Entity entity;
    entity.id = id;
    entity.name = name;
    entity.kind = EntityKind::choice;
    entity.options = std::move(options);
    put(std::move(entity));
  }
  void put(Entity entity) {
    // Two devices whose ids differ only in what is not allowed: the first one is shown.
    if (ids_.insert(entity.id).second) all_.push_back(std::move(entity));
  }
  std::vector<Entity> take() { return std::move(all_); }

 private:
  std::set<std::string> ids_;
  std::vector<Entity> all_;
};

void add_order(EntityList& list, const home::Site& site, const std::string& device) {
  std::vector<std::string> options{k_plan};
  for (const home::ManualKind kind : home::manual_kinds_of(site, device)) {
    if (kind != home::ManualKind::water_heating) options.push_back(text_of(kind));
  }
  list.add_choice(plain(device) + "_order", device + " order", std::move(options));
}

void add_home(EntityList& list) {
  list.add("grid_power", "Grid power", EntityKind::power_kw);
  list.add("home_power", "Home power", EntityKind::power_kw);
  list.add("sun_power", "Sun power", EntityKind::power_kw);
  list.add("grid_imported", "Bought", EntityKind::energy_kwh);
  list.add("grid_exported", "Sold", EntityKind::energy_kwh);
  list.add("sun_energy", "Sun energy", EntityKind::energy_kwh);
  list.add("home_energy", "Home energy", EntityKind::energy_kwh);
  list.add("buying_price", "Buying price", EntityKind::price_per_kwh);
  list.add("selling_price", "Selling price", EntityKind::price_per_kwh);
  list.add("saved_today", "Saved today", EntityKind::money);
  list.add("saved_this_month", "Saved this month", EntityKind::money);
  list.add("mode", "Mode", EntityKind::text);
  list.add("reason", "Reason", EntityKind::text);
  list.add("trouble", "Trouble", EntityKind::yes_or_no);
  Entity minutes;
  minutes.id = k_minutes;
  minutes.name = "Orders hold for";
  minutes.kind = EntityKind::number;
  minutes.unit = "min";
  minutes.least = 15.0;
  minutes.most = 1440.0;
  minutes.step = 15.0;
  list.put(std::move(minutes));
  list.add(k_stop, "Emergency stop", EntityKind::toggle);
}

// Of the first active override by hand; empty: none.
std::string ordered(const std::vector<home::Override>& all, const std::string& device,
                    base::Time now) {
  for (const home::Override& each : all) {
    const bool is_now = each.device == device && each.from <= now && now < home::end_of(each);
    if (is_now && each.source == home::OverrideSource::manual) return text_of(each.kind);
  }
  return {};
}

std::vector<std::string> ordered_devices(const home::Site& site) {
  std::vector<std::string> all;
  const auto add = [&all](const auto& devices) {
    for (const auto& each : devices) all.push_back(each.id);
  };
  add(site.batteries);
  add(site.vehicles);
  add(site.water_heaters);
  add(site.heat_sources);
  add(site.appliances);
  return all;
}

}  // namespace

std::vector<Entity> entities_of(const home::Site& site) {
  EntityList list;
  add_home(list);
  for (const home::SiteBattery& each : site.batteries) {
    list.add(plain(each.id) + "_soc", each.id + " charge", EntityKind::soc_pct);
    list.add(plain(each.id) + "_power", each.id + " power", EntityKind::power_kw);
    list.add(plain(each.id) + "_charged", each.id + " charged", EntityKind::energy_kwh);
    list.add(plain(each.id) + "_discharged", each.id + " discharged", EntityKind::energy_kwh);
  }
  for (const home::SiteVehicle& each : site.vehicles) {
    list.add(plain(each.id) + "_soc", each.id + " charge", EntityKind::soc_pct);
    list.add(plain(each.id) + "_power", each.id + " power", EntityKind::power_kw);
    list.add(plain(each.id) + "_plugged_in", each.id + " plugged in", EntityKind::yes_or_no);
    list.add(plain(each.id) + "_notice", each.id + " notice", EntityKind::text);
    std::vector<std::string> options;
    for (const auto name : names_of(home::ChargeStrategy{})) options.emplace_back(name);
    list.add_choice(plain(each.id) + "_strategy", each.id + " strategy", std::move(options));
  }
  for (const home::SiteWaterHeater& each : site.water_heaters) {
    list.add(plain(each.id) + "_power", each.id + " power", EntityKind::power_kw);
    if (each.tank)
      list.add(plain(each.id) + "_temperature", each.id + " temperature",
               EntityKind::temperature_c);
  }
  for (const home::SiteHeatSource& each : site.heat_sources)
    list.add(plain(each.id) + "_power", each.id + " power", EntityKind::power_kw);
  for (const home::SiteZone& each : site.zones)
    list.add(plain(each.id) + "_temperature", each.id + " temperature", EntityKind::temperature_c);
  for (const std::string& each : ordered_devices(site)) add_order(list, site, each);
  return list.take();
}

base::Result<std::unique_ptr<HomeInHomeAssistant>> HomeInHomeAssistant::make(
    const home::Site& site, engine::Engine& engine, const base::Clock& clock,
    connect::DiscoveryOptions options) {
  options.version = OHMSTEAD_VERSION;
  std::unique_ptr<HomeInHomeAssistant> shown{new HomeInHomeAssistant{site, engine, clock}};
  auto* self = shown.get();
  auto line = connect::HomeAssistantDiscovery::make(
      std::move(options), entities_of(site),
      [self](const connect::EntityOrder& order) { self->obey(order); });
  if (!line) return tl::unexpected{base::in_context("service.home_assistant", line.error())};
  shown->line_ = std::move(*line);
  shown->line_->tell_number(k_minutes, shown->minutes_);
  return shown;
}

void HomeInHomeAssistant::obey(const connect::EntityOrder& order) {
  if (order.id == k_minutes) {
    minutes_ = order.number.value_or(minutes_);
    return line_->tell_number(k_minutes, minutes_);
  }
  if (order.id == k_stop) {
    engine_->set_stopped(order.text == "ON");
    return line_->tell_whether(k_stop, engine_->is_stopped());
  }
  for (const home::SiteVehicle& car : site_->vehicles) {
    if (order.id != plain(car.id) + "_strategy") continue;
    constexpr auto k_names = names_of(home::ChargeStrategy{});
    const auto found = std::find(k_names.begin(), k_names.end(), order.text);
    if (found == k_names.end()) return;
    home::HouseWishes wishes = engine_->wishes();
    std::erase_if(wishes.cars, [&](const home::CarWish& each) { return each.car == car.id; });
    wishes.cars.push_back({car.id, static_cast<home::ChargeStrategy>(found - k_names.begin())});
    engine_->set_wishes(std::move(wishes));
    return tell_orders();
  }
  for (const std::string& device : ordered_devices(*site_)) {
    if (order.id == plain(device) + "_order") return obey_device(device, order.text);
  }
}

void HomeInHomeAssistant::obey_device(const std::string& device, const std::string& wanted) {
  if (wanted == k_plan) {
    engine_->overrides().clear(device);
    engine_->request_cycle("back to the plan");
    return tell_orders();
  }
  constexpr auto k_kinds = names_of(home::ManualKind{});
  const auto kind = std::find(k_kinds.begin(), k_kinds.end(), wanted);
  if (kind == k_kinds.end()) return;
  home::OverrideWish wish;
  wish.kind = static_cast<home::ManualKind>(kind - k_kinds.begin());
  wish.device = device;
  wish.minutes = minutes_.load();
  wish.by = k_by;
  const auto made = home::make_override(*site_, wish, clock_->now());
  if (!made) return tell_orders();  // what holds is shown again
  (void)engine_->overrides().add(*made);
  engine_->request_cycle("override");
  tell_orders();
}

// What holds by hand, so that Home Assistant shows it, whoever ordered it.
void HomeInHomeAssistant::tell_orders() {
  const base::Time now = clock_->now();
  const auto all = engine_->overrides().list(now, now + base::Seconds{1});
  for (const std::string& device : ordered_devices(*site_)) {
    const std::string order = ordered(all, device, now);
    line_->tell_text(plain(device) + "_order", order.empty() ? k_plan : order);
  }
  const home::HouseWishes wishes = engine_->wishes();
  for (const home::SiteVehicle& car : site_->vehicles)
    line_->tell_text(plain(car.id) + "_strategy", text_of(home::strategy_of(wishes, car)));
  line_->tell_whether(k_stop, engine_->is_stopped());
}

void HomeInHomeAssistant::tell(const engine::Snapshot& now) {
  const auto slot = now.home.slots.is_empty() ? std::nullopt : now.home.slots.find(now.made_at);
  const auto price_of = [&](const auto& series) -> std::optional<double> {
    if (!slot || *slot >= series.size()) return std::nullopt;
    return series[*slot].value();
  };
  line_->tell_number("buying_price", price_of(now.home.prices.import));
  line_->tell_number("selling_price", price_of(now.home.prices.export_));
  line_->tell_number("saved_today", now.savings.today.value());
  line_->tell_number("saved_this_month", now.savings.month.value());
  const home::PlanSlot* planned = now.slot_at(now.made_at);
  const bool has_battery = planned != nullptr && !planned->batteries.empty();
  line_->tell_text("mode", has_battery ? text_of(planned->batteries.front().mode) : "none");
  // Home Assistant keeps 255 characters of a state.
  constexpr std::size_t k_most = 255;
  line_->tell_text("reason", planned == nullptr ? "" : planned->reason.text.substr(0, k_most));
  const bool has_trouble =
      std::any_of(now.components.begin(), now.components.end(),
                  [](const auto& each) { return each.health != engine::Health::ok; });
  line_->tell_whether("trouble", has_trouble);
  for (const engine::CarNow& car : now.cars)
    line_->tell_text(plain(car.car) + "_notice",
                     (car.alarm.empty() ? car.notice : car.alarm).substr(0, k_most));
  if (!now.is_without_readings) tell(now.readings);
  tell_orders();
}

void HomeInHomeAssistant::tell(const home::Readings& now) {
  line_->tell_number("grid_power", (now.grid_import - now.grid_export).value());
  line_->tell_number("home_power", now.load.value());
  line_->tell_number("sun_power", now.pv.value());
  line_->tell_number("grid_imported", now.counters.grid_import.value());
  line_->tell_number("grid_exported", now.counters.grid_export.value());
  line_->tell_number("sun_energy", now.counters.pv.value());
  line_->tell_number("home_energy", now.counters.load.value());
  for (const home::SiteBattery& battery : site_->batteries) {
    const auto* each = home::find_reading(now.batteries, battery.id);
    const std::string id = plain(battery.id);
    if (each == nullptr) {
      line_->tell_number(id + "_soc", std::nullopt);
      line_->tell_number(id + "_power", std::nullopt);
      continue;
    }
    line_->tell_number(id + "_soc", 100.0 * (each->soc / battery.capacity));
    line_->tell_number(id + "_power", (each->charge - each->discharge).value());
    line_->tell_number(id + "_charged", each->charged.value());
    line_->tell_number(id + "_discharged", each->discharged.value());
  }
  for (const home::SiteVehicle& car : site_->vehicles) {
    const auto* each = home::find_reading(now.devices.vehicles, car.id);
    const std::string id = plain(car.id);
    const bool has_soc = each != nullptr && each->soc;
    line_->tell_number(id + "_soc",
                       has_soc ? std::optional{100.0 * (*each->soc / car.capacity)} : std::nullopt);
    if (each == nullptr) continue;
    line_->tell_number(id + "_power", each->power.value());
    line_->tell_whether(id + "_plugged_in", each->is_connected);
  }
  for (const auto& each : now.devices.water_heaters) {
    const auto is_it = [&](const auto& heater) { return heater.id == each.id && heater.tank; };
    line_->tell_number(plain(each.id) + "_power", each.power.value());
    if (!std::any_of(site_->water_heaters.begin(), site_->water_heaters.end(), is_it)) continue;
    line_->tell_number(plain(each.id) + "_temperature",
                       each.temperature ? std::optional{each.temperature->value()} : std::nullopt);
  }
  for (const auto& each : now.devices.heat_sources)
    line_->tell_number(plain(each.id) + "_power", each.power.value());
  for (const auto& each : now.devices.zones)
    line_->tell_number(plain(each.id) + "_temperature",
                       each.temperature ? std::optional{each.temperature->value()} : std::nullopt);
}

}  // namespace ohmstead::app
