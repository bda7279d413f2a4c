#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {
namespace {

void check_at_least(double value, double least, const std::string& path, Problems& problems) {
  if (problems.has_about(path)) return;
  if (!std::isfinite(value)) return problems.add(path, "is not a finite number");
  if (value < least) problems.add(path, fmt::format("{} must be at least {}", value, least));
}

// Colder or hotter than any water in a tank; such numbers only upset the arithmetic.
void check_celsius(std::optional<base::Celsius> value, const std::string& path,
                   Problems& problems) {
  if (!value || problems.has_about(path)) return;
  if (!(value->value() >= -100.0 && value->value() <= 300.0))
    problems.add(path, fmt::format("{} must be between -100 and 300", value->value()));
}

void check_capacity(const WaterTank& tank, const std::string& path, Problems& problems) {
  const std::string volume = join_path(path, "volume_l");
  const std::string capacity = join_path(path, "capacity_kwh_per_k");
  if (problems.has_about(volume) || problems.has_about(capacity)) return;
  if (tank.volume_l.has_value() == tank.capacity_kwh_per_k.has_value()) {
    return problems.add(path, "give either volume_l or capacity_kwh_per_k");
  }
  const double value = effective_capacity(tank);
  if (!std::isfinite(value) || value <= 0.0)
    problems.add(tank.volume_l ? volume : capacity, "must be above 0 and finite");
}

void check_temperatures(const WaterTank& tank, const std::string& path, Problems& problems) {
  const std::string max = join_path(path, "max_c");
  check_celsius(tank.temperature, join_path(path, "temperature_c"), problems);
  check_celsius(tank.min, join_path(path, "min_c"), problems);
  check_celsius(tank.max, max, problems);
  check_celsius(tank.comfort, join_path(path, "comfort_c"), problems);
  check_celsius(tank.end_from, join_path(path, "end_from_c"), problems);
  check_celsius(tank.end_min, join_path(path, "end_min_c"), problems);
  const auto above_max = [&](std::optional<base::Celsius> value, const char* key) {
    if (!value || !tank.max || *value <= *tank.max || problems.has_about(max)) return;
    problems.add(join_path(path, key),
                 fmt::format("{} is above max_c {}", value->value(), tank.max->value()));
  };
  above_max(tank.min, "min_c");
  above_max(tank.comfort, "comfort_c");
  above_max(tank.end_min, "end_min_c");
}

void check_tank(const WaterTank& tank, const Case& home, const std::string& path,
                Problems& problems) {
  const std::size_t count = home.slots.count();
  check_at_least(tank.loss_w_per_k, 0.0, join_path(path, "loss_w_per_k"), problems);
  check_temperatures(tank, path, problems);
  if (!tank.ambient.is_empty())
    check_series(tank.ambient, count, join_path(path, "ambient_c"), problems, -100.0, 300.0);
  if (!tank.draw.is_empty())
    check_series(tank.draw, count, join_path(path, "draw_kw"), problems, 0.0);
  const std::string reserve = join_path(path, "reserve_kwh");
  if (!tank.reserve.is_empty()) check_series(tank.reserve, count, reserve, problems, 0.0);
  if (!tank.reserve.is_empty() && !tank.min && !problems.has_about(reserve))
    problems.add(reserve, "is kept above min_c, which is absent");
  const std::string price = join_path(path, "comfort_price_per_k_h");
  check_at_least(tank.comfort_price_per_k_h, 0.0, price, problems);
  if (tank.end_value)
    check_at_least(tank.end_value->value(), 0.0, join_path(path, "end_value_per_kwh"), problems);
  if (tank.end_span_k)
    check_at_least(*tank.end_span_k, 0.0, join_path(path, "end_span_k"), problems);
  check_at_least(tank.hysteresis_k, 0.0, join_path(path, "hysteresis_k"), problems);
  if (tank.comfort_price_per_k_h > 0.0 && !tank.comfort && !problems.has_about(price))
    problems.add(price, "needs comfort_c");
  const bool is_wished = tank.comfort && tank.comfort_price_per_k_h > 0.0;
  if (!is_wished && !tank.min && !problems.has_below(path)) {
    problems.add(path, "nothing asks for warm water: give min_c, or comfort_c with its price");
  }
  check_capacity(tank, path, problems);
}

void check_daily(const WaterHeater& heater, const std::string& path, Problems& problems) {
  const auto check = [&](const char* key, double value) {
    check_at_least(value, 0.0, join_path(path, key), problems);
  };
  if (heater.daily) check("daily_kwh", heater.daily->value());
  check("used_today_kwh", heater.used_today.value());
  check("owed_kwh", heater.owed.value());
  check("deferral_h", heater.deferral.value());
  if (heater.missed_price) check("missed_price_per_kwh", heater.missed_price->value());
  const std::string deferral = join_path(path, "deferral_h");
  if (heater.deferral > base::Hours{24.0} && !problems.has_about(deferral))
    problems.add(deferral, "must be at most 24");
  const std::string owed = join_path(path, "owed_kwh");
  if (heater.owed > base::Energy{} && heater.deferral == base::Hours{0.0} &&
      !problems.has_about(owed)) {
    problems.add(owed, "needs deferral_h");
  }
}

void check_switching(const WaterHeater& heater, const std::string& path, Problems& problems) {
  const auto check = [&](const char* key, base::Seconds time) {
    // Ten years: beyond that sums with instants may overflow.
    const std::string place = join_path(path, key);
    if (problems.has_about(place)) return;
    if (time < base::Seconds{0} || time > base::Seconds{315'360'000})
      problems.add(place, "must be between 0 and 315360000");
  };
  check("min_on_s", heater.min_on);
  check("min_off_s", heater.min_off);
  if (heater.on_for) check("on_for_s", *heater.on_for);
  if (heater.off_for) check("off_for_s", *heater.off_for);
  if (heater.on_for && heater.off_for)
    problems.add(join_path(path, "off_for_s"), "give either this or on_for_s");
  const auto least = [&](const char* key, std::optional<std::int64_t> value, std::int64_t lowest) {
    if (!value || *value >= lowest || problems.has_about(join_path(path, key))) return;
    problems.add(join_path(path, key), fmt::format("must be at least {}", lowest));
  };
  least("max_starts_per_day", heater.max_starts_per_day, 0);
  least("max_blocks_per_day", heater.max_blocks_per_day, 1);
  least("starts_today", heater.starts_today, 0);
}

}  // namespace

void find_problems(const WaterHeater& heater, const Case& home, const std::string& path,
                   Problems& problems) {
  check_at_least(heater.power.value(), 0.0, join_path(path, "power_kw"), problems);
  if (!heater.cop.is_empty())
    check_series(heater.cop, home.slots.count(), join_path(path, "cop"), problems, 0.0);
  const bool is_told = problems.has_about(join_path(path, "daily_kwh")) ||
                       problems.has_about(join_path(path, "tank"));
  if (heater.daily.has_value() == heater.tank.has_value() && !is_told)
    problems.add(path, "give either daily_kwh or tank");
  check_daily(heater, path, problems);
  if (heater.tank) check_tank(*heater.tank, home, join_path(path, "tank"), problems);
  check_switching(heater, path, problems);
}

}  // namespace ohmstead::home
