// A home with one battery behind ports that answer at once, for the tests of this room.
#pragma once

#include <fmt/format.h>

#include "ohmstead/api/api.hpp"
#include "ohmstead/base/turned_clock.hpp"
#include "testing/small_replay.hpp"
#include "testing/two_models.hpp"

namespace ohmstead::api::testing {

struct FixedDevices final : ports::HomeDevices {
  const base::Clock* clock = nullptr;
  std::vector<home::VehicleReading> vehicles;
  std::string plugged_in;  // as somebody said
  void set_plugged_in(const std::string& car) override { plugged_in = car; }
  base::Result<home::Readings> read() override {
    home::Readings readings;
    readings.at = clock->now();
    readings.load = base::Power{0.8};
    readings.pv = base::Power{2.0};
    readings.grid_export = base::Power{1.2};
    const base::Seconds passed = clock->now() - at("2026-03-02T10:00:00Z");
    readings.counters.load = base::Energy{base::hours(passed).value()};  // 1 kW in the mean
    readings.batteries.push_back({"home", base::Energy{4.0}, {}, {}, {}, {}});
    readings.devices.vehicles = vehicles;
    return readings;
  }
  base::Result<void> follow(const home::PlanSlot&) override { return {}; }
};

// Eight hours: cheap, cheap, normal x 4, dear x 2.
struct FixedOutlook final : ports::OutlookSource {
  std::optional<base::Time> published_until;
  base::Result<home::Outlook> outlook(base::Time now) override {
    home::Outlook outlook;
    outlook.slots = base::SlotGrid::uniform(now, std::chrono::hours{1}, 8);
    outlook.spot_until = published_until;
    for (const double price : {-0.05, 0.10, 0.20, 0.20, 0.21, 0.22, 0.40, 0.45}) {
      outlook.spot.push_back(base::EnergyPrice{price});
      outlook.load.push_back(base::Power{1.0});
      outlook.pv.push_back(base::Power{});
    }
    return outlook;
  }
};

inline home::Site make_site() {
  home::Site site;
  site.name = "Test home";
  site.timezone = "UTC";
  site.tariff.import.spot_factor = 1.0;
  site.tariff.export_.fixed = base::EnergyPrice{0.05};
  home::SiteBattery battery;
  battery.id = "home";
  battery.capacity = base::Energy{10.0};
  battery.charge = base::Power{3.0};
  site.batteries.push_back(battery);
  return site;
}

// The site file as text, which tests may read and write; what is written is not taken over.
inline const char* const k_site_text = R"(# a home for tests
name: Test home
timezone: UTC
tariff: {import: {fixed_per_kwh: 0.30}, export: {fixed_per_kwh: 0.05}}
batteries:
  - id: home
    capacity_kwh: 10
    charge_kw: 3
    min_soc_pct: 5   # not to be emptied
)";

// Keeps the plan made last.
struct LastLog final : ports::CycleLog {
  base::Time made_at;
  home::Plan plan;
  base::Result<void> save(base::Time at, const home::Case&, const home::Plan& made,
                          const home::Outlook&) override {
    made_at = at;
    plan = made;
    return {};
  }
  base::Result<void> forget_before(base::Time) override { return {}; }
  base::Result<std::vector<ports::KeptPlan>> list(std::size_t limit) override {
    if (limit == 0 || plan.slots.empty()) return std::vector<ports::KeptPlan>{};
    return std::vector<ports::KeptPlan>{{made_at, plan.strategy, "optimal", plan.objective}};
  }
  base::Result<std::string> plan_made_at(base::Time at) override {
    if (at != made_at) return base::fail(base::ErrorKind::not_found, "no plan was made then");
    return home::write_plan(plan);
  }
};

// The same with hot water and a car.
inline home::Site make_full_site() {
  home::Site site = make_site();
  home::SiteWaterHeater heater;
  heater.id = "main";
  heater.power = base::Power{2.0};
  heater.daily = base::Energy{2.0};
  site.water_heaters.push_back(heater);
  home::Charger charger;
  charger.id = "wallbox";
  charger.max = base::Power{7.0};
  site.chargers.push_back(charger);
  home::SiteVehicle car;
  car.id = "car";
  car.capacity = base::Energy{50.0};
  site.vehicles.push_back(car);
  return site;
}

// The form of schedule.json, without most of what it says.
inline std::string write_small_schedule(const home::Case& home, const home::Plan& plan,
                                        base::Time planned_at) {
  std::string slots;
  for (std::size_t t = 0; t < plan.slots.size(); ++t) {
    const home::PlanSlot& slot = plan.slots[t];
    double water_kw = 0.0;
    for (const home::DeviceSlot& each : slot.devices)
      if (each.id == "main") water_kw += each.power.value();
    slots += fmt::format(
        R"({}{{"slot_number":{},"start_time":"{}","end_time":"{}","import_price_sek_kwh":{},)"
        R"("pv_forecast_kwh":0,"load_forecast_kwh":1,"water_heating_kw":{},)"
        R"("battery_charge_kw":{},"battery_discharge_kw":{},"projected_soc_percent":50,)"
        R"("export_kwh":0,"soc_target_percent":50}})",
        t == 0 ? "" : ",", t + 1, base::format_time(slot.start),
        base::format_time(slot.start + slot.duration), home.prices.import[t].value(), water_kw,
        slot.batteries.front().charge.value(), slot.batteries.front().discharge.value());
  }
  return fmt::format(R"({{"schedule":[{}],"meta":{{"planned_at":"{}"}}}})", slots,
                     base::format_time(planned_at));
}

struct SmallService {
  base::TurnedClock clock{at("2026-03-02T10:00:00Z")};
  home::Site site;
  base::Zone zone = base::Zone::utc();
  FixedDevices devices;
  FixedOutlook outlooks;
  LastLog log;
  TwoModels models;
  std::string site_text = k_site_text;
  std::function<base::Result<std::string>(const ReplayWish&, const std::stop_token&)> replay =
      [](const ReplayWish& wish, const auto&) { return write_small_replay(wish); };
  engine::Engine engine{{clock, site, zone, devices, outlooks, &log}, {}};
  Api api;

  explicit SmallService(AccessOptions access = {}, home::Site home = make_site(),
                        ports::Memory* memory = nullptr)
      : site{std::move(home)},
        api{{.clock = clock,
             .site = site,
             .zone = zone,
             .engine = engine,
             .version = "1.2.3",
             .replay = [this](const ReplayWish& wish, const std::stop_token& stop)
                 -> base::Result<std::string> { return replay(wish, stop); },
             .write_schedule = write_small_schedule,
             .find_asset = find_page,
             .access = std::move(access),
             .log = &log,
             .memory = memory,
             .config = {.file = "site.yaml",
                        .read = [this]() -> base::Result<std::string> { return site_text; },
                        .write = [this](const std::string& text) -> base::Result<void> {
                          site_text = text;
                          return {};
                        }},
             .models = &models}} {
    devices.clock = &clock;
  }
  static std::optional<Asset> find_page(const std::string& path) {
    if (path == "index.html") return Asset{"text/html; charset=utf-8", "<!doctype html>", false};
    if (path == "assets/a.js") return Asset{"text/javascript", "1", true};
    return std::nullopt;
  }
  net::HttpResponse get(const std::string& path, std::map<std::string, std::string> query = {}) {
    return ask({.method = "GET", .path = path, .query = std::move(query)});
  }
  net::HttpResponse ask(const net::HttpRequest& request) {
    net::HttpResponse answered{.status = 0};
    api.handle(request, [&](net::HttpResponse response) { answered = std::move(response); });
    return answered;
  }
};

}  // namespace ohmstead::api::testing
