#include "room_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "ohmstead/describe/csv.hpp"
#include "ohmstead/forecast/clean_meter.hpp"
#include "ohmstead/forecast/house_balance.hpp"
#include "output.hpp"

namespace ohmstead::app {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using base::Seconds;
using forecast::Measured;

constexpr Seconds k_room_step{1800};
constexpr std::int64_t k_most_rows = 366L * 1440 * 3;

// A table on equal steps; rows that are missing are blank.
struct EqualTable {
  base::Time start;
  Seconds step{0};
  std::size_t rows = 0;
  describe::CsvTable table;

  [[nodiscard]] Measured column(std::size_t index, double factor) const {
    Measured series{start, step, std::vector<double>(rows, std::nan("")), {}};
    for (std::size_t row = 0; row < table.times.size(); ++row)
      series.values[static_cast<std::size_t>((table.times[row] - start) / step)] =
          factor * table.values[index][row];
    return series;
  }
};

Result<EqualTable> read_equal(const std::string& path) {
  auto input = read_input(path);
  if (!input) return tl::unexpected{input.error()};
  auto table = describe::parse_csv(input->text, input->name);
  if (!table) return tl::unexpected{table.error()};
  const auto& times = table->times;
  if (times.size() < 2)
    return fail(ErrorKind::invalid_input, fmt::format("{}: less than two rows", input->name));
  Seconds step = times[1] - times[0];
  for (std::size_t row = 1; row < times.size(); ++row)
    step = std::min(step, times[row] - times[row - 1]);
  for (std::size_t row = 1; row < times.size(); ++row) {
    if ((times[row] - times[0]) % step != Seconds{0})
      return fail(ErrorKind::invalid_input,
                  fmt::format("{}: {} is not on the step of {} s that the other rows have",
                              input->name, base::format_time(times[row]), step.count()));
  }
  const std::int64_t rows = (times.back() - times.front()) / step + 1;
  if (rows > k_most_rows)
    return fail(ErrorKind::invalid_input,
                fmt::format("{}: {} rows are too many", input->name, rows));
  const base::Time start = times.front();
  return EqualTable{start, step, static_cast<std::size_t>(rows), std::move(*table)};
}

// kW per unit of the column; nothing for a column that is not of power.
std::optional<double> power_factor(const std::string& column) {
  if (column.ends_with("_kw")) return 1.0;
  if (column.ends_with("_w")) return 1e-3;
  return std::nullopt;
}

std::string before_last(const std::string& column) { return column.substr(0, column.rfind('_')); }

Measured on_step(const Measured& series) {
  return k_room_step > series.step && k_room_step % series.step == Seconds{0}
             ? forecast::on_coarser_slots(series, k_room_step)
             : series;
}

}  // namespace

Result<forecast::RoomsPast> read_rooms(const std::string& path, const base::Zone& zone) {
  const auto equal = read_equal(path);
  if (!equal) return tl::unexpected{equal.error()};
  forecast::RoomsPast past;
  past.zone = zone;
  std::map<std::string, forecast::RoomPast> rooms;
  std::vector<std::string> order;
  const auto room = [&](const std::string& name) -> forecast::RoomPast& {
    if (!rooms.contains(name)) order.push_back(name);
    rooms[name].name = name;
    return rooms[name];
  };
  for (std::size_t i = 0; i < equal->table.columns.size(); ++i) {
    const std::string& column = equal->table.columns[i];
    const std::string name = before_last(column);
    const auto factor = power_factor(column);
    if (column == "outdoor_c") {
      past.outdoor = on_step(equal->column(i, 1.0));
    } else if (column == "irradiance_w_per_m2") {
      past.sun = on_step(equal->column(i, 1e-3));
    } else if (column.ends_with("_c")) {
      room(name).temperature = on_step(equal->column(i, 1.0));
    } else if (factor && name.ends_with("_heat")) {
      room(before_last(name)).heat = on_step(equal->column(i, *factor));
    } else if (factor && name.ends_with("_gain")) {
      room(before_last(name)).gain = on_step(equal->column(i, *factor));
    } else {
      return fail(ErrorKind::invalid_input,
                  fmt::format("{}:1: column '{}' is none of NAME_c, NAME_heat_w, NAME_gain_w, "
                              "outdoor_c, irradiance_w_per_m2",
                              path, column));
    }
  }
  if (past.outdoor.is_empty())
    return fail(ErrorKind::invalid_input, path + ":1: there is no column 'outdoor_c'");
  for (const std::string& name : order) {
    if (rooms[name].temperature.is_empty())
      return fail(ErrorKind::invalid_input,
                  fmt::format("{}:1: room '{}' has no column '{}_c'", path, name, name));
    past.rooms.push_back(std::move(rooms[name]));
  }
  if (past.rooms.empty())
    return fail(ErrorKind::invalid_input, path + ":1: there is no room: no column NAME_c");
  return past;
}

Result<BalancedLoad> read_meters(const std::string& path) {
  const auto equal = read_equal(path);
  if (!equal) return tl::unexpected{equal.error()};
  BalancedLoad load;
  forecast::HouseMeters meters;
  const std::map<std::string, std::vector<double>*> places{
      {"import", &meters.grid_import},
      {"export", &meters.grid_export},
      {"pv", &meters.pv},
      {"battery_charge", &meters.battery_charge},
      {"battery_discharge", &meters.battery_discharge}};
  for (std::size_t i = 0; i < equal->table.columns.size(); ++i) {
    const std::string& column = equal->table.columns[i];
    const auto factor = power_factor(column);
    if (!factor)
      return fail(ErrorKind::invalid_input,
                  fmt::format("{}:1: column '{}' does not end with _w or _kw", path, column));
    // What is switched is silent for long, as PV is at night.
    auto cleaned = forecast::clean_power(equal->column(i, *factor).values, forecast::MeterKind::pv);
    for (std::string& note : forecast::notes_of(column, cleaned.repairs))
      load.notes.push_back(std::move(note));
    const auto place = places.find(before_last(column));
    if (place != places.end()) {
      *place->second = std::move(cleaned.values);
    } else {
      meters.controlled.push_back(std::move(cleaned.values));
    }
  }
  if (meters.grid_import.empty())
    return fail(ErrorKind::invalid_input, path + ":1: there is no column 'import_w' (or _kw)");
  auto balance = forecast::balance_house(meters);
  if (balance.negative > 0)
    load.notes.push_back(
        fmt::format("meters: {} of {} slots have less than what is controlled; they count as 0",
                    balance.negative, balance.base.size()));
  load.base = {equal->start, equal->step, std::move(balance.base), {}};
  return load;
}

}  // namespace ohmstead::app
