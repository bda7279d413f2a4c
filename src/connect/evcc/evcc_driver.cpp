#include "evcc/evcc_driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "evcc/client.hpp"
#include "evcc/devices.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Power;
using base::Result;

constexpr base::Seconds k_stale{60};
constexpr int k_faults_before_told = 2;  // one lost answer is no news

Power watts(double power_w) { return Power{power_w / 1000.0}; }

class EvccDriver final : public LiveDriver {
 public:
  EvccDriver(const home::Connection& connection, EvccDevices devices, std::string password,
             const base::Clock& clock)
      : id_{connection.id},
        every_{static_cast<std::int64_t>(connection.every_s * 1000.0)},
        devices_{std::move(devices)},
        clock_{&clock},
        client_{connection.url, std::move(password), connection.id} {}
  ~EvccDriver() override { stop(); }
  EvccDriver(const EvccDriver&) = delete;
  EvccDriver& operator=(const EvccDriver&) = delete;

  std::string name() const override { return id_; }
  std::vector<home::Abilities> abilities() const override;
  Result<void> read(ports::Measured& into) override;
  Result<void> write(const home::Command& command) override;
  void start() override {
    thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
  }
  void stop() override {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
  }
  bool is_complete() const override { return fresh().has_value(); }
  std::vector<LiveCheck> check() const override;

 private:
  void run(const std::stop_token& stop);
  void ask(const std::stop_token& stop);
  [[nodiscard]] std::optional<EvccState> fresh() const;
  [[nodiscard]] std::string fault() const;
  void read_meters(const EvccState& now, ports::Measured& into) const;
  [[nodiscard]] std::string read_battery(const EvccState& now, ports::Measured& into) const;
  [[nodiscard]] std::string read_car(const EvccCar& car, const EvccState& now,
                                     ports::Measured& into) const;
  [[nodiscard]] std::string will_fault(const std::string& device, const std::string& will) const {
    return fmt::format("evcc at {} has {} for {}: nothing is told to it until that is taken out",
                       client_.host(), will, device);
  }
  [[nodiscard]] Result<void> send(const std::vector<std::string>& orders) const;

  const std::string id_;
  const std::chrono::milliseconds every_;
  const EvccDevices devices_;
  const base::Clock* clock_;
  const EvccClient client_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::optional<EvccState> state_;
  base::Time heard_at_{};
  std::string fault_;
  int faults_in_a_row_ = 0;
  std::jthread thread_;
};

void EvccDriver::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    ask(stop);
    std::unique_lock lock{mutex_};
    wake_.wait_for(lock, stop, every_, [] { return false; });
  }
}

void EvccDriver::ask(const std::stop_token& stop) {
  const auto text = client_.state(stop);
  auto state = text ? read_evcc_state(*text) : Result<EvccState>{tl::unexpected{text.error()}};
  const std::scoped_lock lock{mutex_};
  faults_in_a_row_ = state ? 0 : faults_in_a_row_ + 1;
  if (!state) {
    fault_ = state.error().message;
    return;
  }
  fault_.clear();
  state_ = *std::move(state);
  heard_at_ = clock_->now();
}

std::optional<EvccState> EvccDriver::fresh() const {
  const std::scoped_lock lock{mutex_};
  const auto stale = std::max(k_stale, 3 * std::chrono::ceil<base::Seconds>(every_));
  return state_ && clock_->now() - heard_at_ <= stale ? state_ : std::nullopt;
}

std::string EvccDriver::fault() const {
  const std::scoped_lock lock{mutex_};
  if (!fault_.empty() && (faults_in_a_row_ >= k_faults_before_told || !state_)) return fault_;
  if (!state_) return fmt::format("evcc at {} has not answered yet", client_.host());
  return {};
}

std::vector<home::Abilities> EvccDriver::abilities() const {
  std::vector<home::Abilities> all;
  if (devices_.battery != nullptr) all.push_back(abilities_of(*devices_.battery));
  for (const EvccCar& car : devices_.cars) all.push_back(abilities_of(car));
  return all;
}

void EvccDriver::read_meters(const EvccState& now, ports::Measured& into) const {
  if (now.grid_w) {
    into.now.grid_import = watts(std::max(0.0, *now.grid_w));
    into.now.grid_export = watts(std::max(0.0, -*now.grid_w));
    into.has_grid = true;
  }
  if (now.pv_w) {
    into.now.pv = watts(std::max(0.0, *now.pv_w));
    into.has_pv = true;
  }
  if (!now.home_w) return;
  // evcc counts all its loadpoints apart; those that are no device of ours are load.
  double load_w = std::max(0.0, *now.home_w);
  for (const EvccLoadpoint& loadpoint : now.loadpoints) {
    const bool is_ours =
        std::any_of(devices_.cars.begin(), devices_.cars.end(), [&](const EvccCar& car) {
          const EvccLoadpoint* found = find_loadpoint(now, car.theirs);
          return found != nullptr && found->number == loadpoint.number;
        });
    if (!is_ours) load_w += std::max(0.0, loadpoint.power_w);
  }
  into.now.load = watts(load_w);
  into.has_load = true;
}

std::string EvccDriver::read_battery(const EvccState& now, ports::Measured& into) const {
  const home::SiteBattery& battery = *devices_.battery;
  if (!now.battery_soc_pct || !now.battery_w) {
    into.silent.push_back(battery.id);
    return fmt::format("evcc at {} tells nothing of a battery", client_.host());
  }
  home::BatteryReading reading;
  reading.id = battery.id;
  reading.soc = battery.capacity * (*now.battery_soc_pct / 100.0);
  reading.charge = watts(std::max(0.0, -*now.battery_w));
  reading.discharge = watts(std::max(0.0, *now.battery_w));
  into.now.batteries.push_back(std::move(reading));
  into.has_soc.push_back(battery.id);
  into.set.push_back(told_to_battery(battery, now));
  if (!now.battery_own_will.empty()) return will_fault(battery.id, now.battery_own_will);
  if (!now.is_battery_controllable)
    return fmt::format("evcc at {} cannot control this battery: {} is only read", client_.host(),
                       battery.id);
  return {};
}

std::string EvccDriver::read_car(const EvccCar& car, const EvccState& now,
                                 ports::Measured& into) const {
  const EvccLoadpoint* loadpoint = find_loadpoint(now, car.theirs);
  if (loadpoint == nullptr) {
    into.silent.push_back(car.car->id);
    return fmt::format("evcc at {} has no loadpoint '{}'", client_.host(), car.theirs);
  }
  home::VehicleReading reading;
  reading.id = car.car->id;
  reading.is_connected = loadpoint->is_connected;
  if (car.charger != nullptr) reading.charger = car.charger->id;
  if (loadpoint->soc_pct) reading.soc = car.car->capacity * (*loadpoint->soc_pct / 100.0);
  reading.called = loadpoint->vehicle;
  reading.power = watts(loadpoint->power_w);
  into.now.devices.vehicles.push_back(std::move(reading));
  into.set.push_back(told_to_car(car, *loadpoint));
  if (!loadpoint->own_will.empty()) return will_fault(car.car->id, loadpoint->own_will);
  // As long as more is wanted of it: elsewhere the limit is nobody's trouble.
  if (loadpoint->is_connected && loadpoint->is_at_limit && loadpoint->mode == "now")
    return fmt::format("evcc at {} charges {} no further: its limit of {} is reached",
                       client_.host(), car.car->id, loadpoint->limit);
  return {};
}

Result<void> EvccDriver::read(ports::Measured& into) {
  std::vector<std::string> faults;
  const auto add = [&](std::string fault) {
    if (!fault.empty()) faults.push_back(std::move(fault));
  };
  add(fault());
  const auto now = fresh();
  if (!now) {
    if (faults.empty()) add(fmt::format("evcc at {} is silent", client_.host()));
    if (devices_.battery != nullptr) into.silent.push_back(devices_.battery->id);
    for (const EvccCar& car : devices_.cars) into.silent.push_back(car.car->id);
    if (devices_.is_meter)
      for (const char* meter : {"grid", "pv", "load"}) into.silent.emplace_back(meter);
  } else {
    if (devices_.is_meter) read_meters(*now, into);
    if (devices_.battery != nullptr) add(read_battery(*now, into));
    for (const EvccCar& car : devices_.cars) add(read_car(car, *now, into));
  }
  if (faults.empty()) return {};
  return base::fail(ErrorKind::unavailable, fmt::format("{}", fmt::join(faults, "; ")));
}

Result<void> EvccDriver::send(const std::vector<std::string>& orders) const {
  for (const std::string& order : orders) {
    auto sent = client_.order(order);
    // Older versions know no holdcharge.
    if (!sent && order == "batterymode/holdcharge") sent = client_.order("batterymode/hold");
    if (!sent) return sent;
  }
  return {};
}

Result<void> EvccDriver::write(const home::Command& command) {
  const auto now = fresh();
  if (!now) return base::fail(ErrorKind::unavailable, fault());
  if (devices_.battery != nullptr && command.device == devices_.battery->id) {
    if (!now->battery_own_will.empty())
      return base::fail(ErrorKind::refused, will_fault(command.device, now->battery_own_will));
    if (!now->is_battery_controllable)
      return base::fail(ErrorKind::refused,
                        fmt::format("evcc at {} cannot control this battery", client_.host()));
    return send(battery_orders(command, *now));
  }
  for (const EvccCar& car : devices_.cars) {
    if (car.car->id != command.device) continue;
    const EvccLoadpoint* loadpoint = find_loadpoint(*now, car.theirs);
    if (loadpoint == nullptr)
      return base::fail(ErrorKind::not_found, fmt::format("evcc at {} has no loadpoint '{}'",
                                                          client_.host(), car.theirs));
    if (!loadpoint->own_will.empty())
      return base::fail(ErrorKind::refused, will_fault(command.device, loadpoint->own_will));
    return send(car_orders(command, car, *loadpoint));
  }
  return base::fail(ErrorKind::refused, fmt::format("{} has no such command", command.device));
}

std::vector<LiveCheck> EvccDriver::check() const {
  std::vector<LiveCheck> all;
  const auto line = [&](std::string what, std::string value, std::string trouble) {
    all.push_back({id_, std::move(what), std::move(value), std::move(trouble)});
  };
  const std::string trouble = fault();
  if (!trouble.empty()) line("connection", {}, trouble);
  const auto now = fresh();
  if (!now) return all;
  const auto power = [&](const std::string& what, const std::optional<double>& value_w) {
    line(what, value_w ? fmt::format("{:.4g} kW", *value_w / 1000.0) : "",
         value_w ? "" : "evcc does not tell it");
  };
  if (devices_.is_meter) {
    power("grid power", now->grid_w);
    power("pv power", now->pv_w);
    power("load power", now->home_w);
  }
  ports::Measured ignored;
  if (devices_.battery != nullptr) {
    const std::string fault_of_battery = read_battery(*now, ignored);
    line(devices_.battery->id + " soc",
         now->battery_soc_pct ? fmt::format("{:.4g} %", *now->battery_soc_pct) : "",
         fault_of_battery);
  }
  for (const EvccCar& car : devices_.cars) {
    const EvccLoadpoint* loadpoint = find_loadpoint(*now, car.theirs);
    line(fmt::format("{} (loadpoint {})", car.car->id, car.theirs),
         loadpoint == nullptr
             ? ""
             : fmt::format(
                   "{}, {:.4g} kW, mode {}{}", loadpoint->is_connected ? "plugged in" : "away",
                   loadpoint->power_w / 1000.0, loadpoint->mode,
                   loadpoint->limit.empty() ? "" : fmt::format(", up to {}", loadpoint->limit)),
         read_car(car, *now, ignored));
  }
  return all;
}

}  // namespace

Result<std::unique_ptr<LiveDriver>> make_evcc_driver(const home::Connection& connection,
                                                     const DriverContext& context) {
  std::string faults;
  const auto add = [&](const std::string& fault) {
    faults += (faults.empty() ? "" : "\n") + fault;
  };
  if (net::host_of(connection.url).empty())
    add("url: is no address such as http://evcc.local:7070");
  if (!connection.token.empty()) add("token: evcc takes the administrator's password instead");
  auto password = secret_of(context, connection.password);
  if (!password) add("password: " + password.error().message);
  auto devices = read_evcc_devices(connection, context.site);
  if (!devices) add(devices.error().message);
  if (!faults.empty()) return base::fail(ErrorKind::invalid_input, faults);
  return std::make_unique<EvccDriver>(connection, *std::move(devices), *std::move(password),
                                      context.clock);
}

}  // namespace ohmstead::connect
