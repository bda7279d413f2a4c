#include "growatt/growatt_driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "growatt/conversation.hpp"
#include "growatt/messages.hpp"
#include "ohmstead/net/mqtt_client.hpp"
#include "parts/broker.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Power;
using base::Result;
using home::Verb;

constexpr base::Seconds k_stale{120};
constexpr int k_steps = 20;  // of the most power: each write wears its memory

Power watts(double power_w) { return Power{power_w / 1000.0}; }

class GrowattDriver final : public LiveDriver {
 public:
  struct Parts {
    std::string id;
    std::string topic;
    net::MqttOptions options;
    const home::SiteBattery* battery = nullptr;  // null: only meters are wanted
    bool is_meter = false;
    base::Zone zone;
  };

  GrowattDriver(Parts parts, const base::Clock& clock, GrowattPace pace)
      : parts_{std::move(parts)},
        clock_{&clock},
        client_{parts_.options, [this](const net::MqttMessage& message) { hear(message); }},
        conversation_{
            pace, parts_.zone, clock, [this](const std::string& command, const std::string& text) {
              return client_.publish({fmt::format("{}/command/{}", parts_.topic, command), text, 1})
                  .has_value();
            }} {
    client_.subscribe(parts_.topic, 1);
    client_.subscribe(parts_.topic + "/result", 1);
  }
  ~GrowattDriver() override { stop(); }
  GrowattDriver(const GrowattDriver&) = delete;
  GrowattDriver& operator=(const GrowattDriver&) = delete;

  std::string name() const override { return parts_.id; }
  std::vector<home::Abilities> abilities() const override;
  Result<void> read(ports::Measured& into) override;
  Result<void> write(const home::Command& command) override;
  void start() override {
    client_.start();
    if (parts_.battery != nullptr) conversation_.start();
  }
  void stop() override {
    conversation_.stop();
    client_.stop();
  }
  bool is_complete() const override {
    return fresh().has_value() && (parts_.battery == nullptr || conversation_.settings());
  }
  std::vector<LiveCheck> check() const override;

 private:
  void hear(const net::MqttMessage& message);
  [[nodiscard]] std::optional<GrowattTelemetry> fresh() const;
  [[nodiscard]] std::string silence() const;
  [[nodiscard]] std::optional<home::Command> told(const GrowattTelemetry& now) const;
  void apply(const GrowattTelemetry& told, ports::Measured& into) const;

  const Parts parts_;
  const base::Clock* clock_;
  mutable std::mutex mutex_;
  std::optional<GrowattTelemetry> telemetry_;
  base::Time heard_at_{};
  std::string bad_telemetry_;
  int held_pct_ = 0;
  // Last: both call back until they are gone.
  net::MqttClient client_;
  GrowattConversation conversation_;
};

std::vector<home::Abilities> GrowattDriver::abilities() const {
  if (parts_.battery == nullptr) return {};
  const home::SiteBattery& battery = *parts_.battery;
  home::Abilities all{.device = battery.id,
                      .verbs = {Verb::self_use, Verb::hold, Verb::charge, Verb::export_}};
  all.most = std::max(battery.charge, battery.discharge.value_or(battery.charge));
  all.step = all.most / static_cast<double>(k_steps);
  all.least = all.step;
  all.settles_within = base::Seconds{60};
  all.least_pause = base::Seconds{60};
  all.most_writes_a_day = 300;
  return {all};
}

void GrowattDriver::hear(const net::MqttMessage& message) {
  if (message.topic != parts_.topic) return conversation_.hear(message.payload);
  if (message.is_retained) return;  // of a time that nobody knows
  auto told = read_telemetry(message.payload);
  const std::scoped_lock lock{mutex_};
  bad_telemetry_ = told ? std::string{} : told.error().message;
  if (!told) return;
  telemetry_ = *told;
  heard_at_ = clock_->now();
}

std::optional<GrowattTelemetry> GrowattDriver::fresh() const {
  const std::scoped_lock lock{mutex_};
  const bool is_old = clock_->now() - heard_at_ > k_stale;
  return telemetry_ && !is_old ? telemetry_ : std::nullopt;
}

// Why there are no measurements.
std::string GrowattDriver::silence() const {
  const std::scoped_lock lock{mutex_};
  if (!bad_telemetry_.empty()) return fmt::format("{}: {}", parts_.topic, bad_telemetry_);
  if (!telemetry_)
    return fmt::format("nothing came from {} yet: is it the gateway's topic?", parts_.topic);
  return fmt::format("{} is silent since {}", parts_.topic, base::format_time(heard_at_));
}

void GrowattDriver::apply(const GrowattTelemetry& told, ports::Measured& into) const {
  if (parts_.is_meter && told.import_w && told.export_w) {
    into.now.grid_import = watts(*told.import_w);
    into.now.grid_export = watts(*told.export_w);
    into.has_grid = true;
  } else if (parts_.is_meter) {
    into.silent.emplace_back("grid");
  }
  if (parts_.is_meter && told.pv_w) {
    into.now.pv = watts(*told.pv_w);
    into.has_pv = true;
  } else if (parts_.is_meter) {
    into.silent.emplace_back("pv");
  }
  if (parts_.is_meter && told.frequency_hz) into.now.frequency_hz = told.frequency_hz;
  if (parts_.battery == nullptr) return;
  const std::string& id = parts_.battery->id;
  if (!told.soc_pct || !told.charge_w || !told.discharge_w) return into.silent.push_back(id);
  home::BatteryReading reading;
  reading.id = id;
  reading.soc = parts_.battery->capacity * (*told.soc_pct / 100.0);
  reading.charge = watts(*told.charge_w);
  reading.discharge = watts(*told.discharge_w);
  if (told.cells_c) reading.temperature = base::Celsius{*told.cells_c};
  into.now.batteries.push_back(std::move(reading));
  into.has_soc.push_back(id);
}

std::optional<home::Command> GrowattDriver::told(const GrowattTelemetry& now) const {
  const auto settings = conversation_.settings();
  if (parts_.battery == nullptr || !settings || !now.soc_pct) return std::nullopt;
  const base::WallClock local = parts_.zone.wall_clock(clock_->now());
  const int minute = local.hour * 60 + local.minute;
  const std::scoped_lock lock{mutex_};
  return told_by(*settings, *parts_.battery, *now.soc_pct, held_pct_, minute);
}

Result<void> GrowattDriver::read(ports::Measured& into) {
  const auto now = fresh();
  apply(now.value_or(GrowattTelemetry{}), into);
  if (now) {
    if (auto command = told(*now)) into.set.push_back(std::move(*command));
  }
  std::string fault = broker_fault(client_.state(), parts_.id);
  if (fault.empty() && !now) fault = silence();
  if (fault.empty() && parts_.battery != nullptr && !now->soc_pct)
    fault = fmt::format("{} tells nothing of the battery", parts_.topic);
  if (fault.empty()) fault = conversation_.fault();
  if (fault.empty()) return {};
  return base::fail(ErrorKind::unavailable, fault);
}

Result<void> GrowattDriver::write(const home::Command& command) {
  if (parts_.battery == nullptr || command.device != parts_.battery->id)
    return base::fail(ErrorKind::refused, fmt::format("{} has no such command", command.device));
  if (const auto state = client_.state(); !state.is_connected)
    return base::fail(ErrorKind::unavailable, broker_fault(state, parts_.id));
  const auto now = fresh();
  if (!now || !now->soc_pct)
    return base::fail(ErrorKind::unavailable, "the charge of the battery is not known now");
  auto aim = growatt_aim(command, *parts_.battery, *now->soc_pct);
  if (!aim) return tl::unexpected{aim.error()};
  if (command.verb == Verb::hold) {
    const std::scoped_lock lock{mutex_};
    held_pct_ = aim->stop_soc_pct;
  }
  conversation_.aim_at(*aim);
  return {};
}

std::vector<LiveCheck> GrowattDriver::check() const {
  std::vector<LiveCheck> all;
  const auto line = [&](std::string what, std::string value, std::string fault) {
    all.push_back({parts_.id, std::move(what), std::move(value), std::move(fault)});
  };
  if (auto fault = broker_fault(client_.state(), parts_.id); !fault.empty())
    line("connection", {}, std::move(fault));
  const auto now = fresh();
  const auto shown = [&](std::string what, std::optional<double> GrowattTelemetry::* value,
                         double factor, std::string_view unit) {
    const bool is_told = now && ((*now).*value).has_value();
    line(std::move(what), is_told ? fmt::format("{:.4g} {}", *((*now).*value) * factor, unit) : "",
         is_told ? ""
         : now   ? "is not among its measurements"
                 : silence());
  };
  if (parts_.is_meter) {
    shown("grid import", &GrowattTelemetry::import_w, 0.001, "kW");
    shown("grid export", &GrowattTelemetry::export_w, 0.001, "kW");
    shown("pv power", &GrowattTelemetry::pv_w, 0.001, "kW");
  }
  if (parts_.battery == nullptr) return all;
  shown(parts_.battery->id + " soc", &GrowattTelemetry::soc_pct, 1.0, "%");
  shown(parts_.battery->id + " charge", &GrowattTelemetry::charge_w, 0.001, "kW");
  shown(parts_.battery->id + " discharge", &GrowattTelemetry::discharge_w, 0.001, "kW");
  const auto command = now ? told(*now) : std::nullopt;
  std::string fault = conversation_.fault();
  if (!command && fault.empty()) fault = "its settings are not known yet, or contradict each other";
  line(parts_.battery->id + " is told",
       command ? std::string{home::names_of(command->verb)[static_cast<std::size_t>(command->verb)]}
               : std::string{},
       std::move(fault));
  return all;
}

const home::SiteBattery* find_battery(const home::Site& site, const std::string& id) {
  const auto found = std::find_if(site.batteries.begin(), site.batteries.end(),
                                  [&](const auto& each) { return each.id == id; });
  return found == site.batteries.end() ? nullptr : &*found;
}

}  // namespace

Result<std::unique_ptr<LiveDriver>> make_growatt_driver(const home::Connection& connection,
                                                        const DriverContext& context,
                                                        GrowattPace pace) {
  GrowattDriver::Parts parts;
  parts.id = connection.id;
  std::string faults;
  const auto add = [&](std::size_t device, const std::string& fault) {
    faults += fmt::format("{}devices[{}].{}", faults.empty() ? "" : "\n", device, fault);
  };
  for (std::size_t i = 0; i < connection.devices.size(); ++i) {
    const home::PairedDevice& device = connection.devices[i];
    if (!net::is_topic(device.theirs))
      add(i, "theirs: is no topic; expected the gateway's, such as energy/solar");
    else if (!parts.topic.empty() && parts.topic != device.theirs)
      add(i, "theirs: one connection is one inverter");
    else
      parts.topic = device.theirs;
    const home::SiteBattery* battery = find_battery(context.site, device.ours);
    if (device.ours == "home")
      parts.is_meter = true;
    else if (battery == nullptr)
      add(i, fmt::format("ours: '{}' is neither home nor a battery", device.ours));
    else if (parts.battery != nullptr)
      add(i, "ours: one inverter has one battery");
    else
      parts.battery = battery;
  }
  auto options = broker_options(connection, context);
  if (!options) faults += fmt::format("{}{}", faults.empty() ? "" : "\n", options.error().message);
  auto zone = base::Zone::load(context.site.timezone);
  if (!zone) faults += fmt::format("{}{}", faults.empty() ? "" : "\n", zone.error().message);
  if (!faults.empty()) return base::fail(ErrorKind::invalid_input, faults);
  parts.options = std::move(*options);
  parts.zone = std::move(*zone);
  return std::make_unique<GrowattDriver>(std::move(parts), context.clock, pace);
}

}  // namespace ohmstead::connect
