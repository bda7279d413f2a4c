#include "room_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace ohmstead::forecast {
namespace {

constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double k_longest_gap_h = 6.0;  // that the last value stands in for

double value_at(const Measured& series, std::int64_t cell) {
  if (cell < 0 || cell >= static_cast<std::int64_t>(series.size())) return k_nothing;
  return series.values[static_cast<std::size_t>(cell)];
}

// What drives rooms at a cell: measured, else as a day before.
double driven_at(const Measured& series, std::int64_t cell) {
  const std::int64_t day = std::chrono::days{1} / series.step;
  for (int days = 0; days <= 7; ++days) {
    const double value = value_at(series, cell - day * days);
    if (!std::isnan(value)) return value;
  }
  return k_nothing;
}

std::vector<double> driver(const Measured& series, std::int64_t first, std::size_t count,
                           double otherwise) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double value = driven_at(series, first + static_cast<std::int64_t>(i));
    values[i] = std::isnan(value) ? otherwise : value;
  }
  return values;
}

// The last known temperature; the outdoor one where there is none.
std::vector<double> held(const Measured& series, std::int64_t first, std::size_t count,
                         std::int64_t known, const std::vector<double>& outdoor) {
  std::vector<double> values(count);
  double last = k_nothing;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t cell = first + static_cast<std::int64_t>(i);
    const double value = cell < known ? value_at(series, cell) : k_nothing;
    if (!std::isnan(value)) last = value;
    values[i] = std::isnan(last) ? outdoor[i] : last;
  }
  return values;
}

// True where the outdoor temperature was not known for long.
std::vector<bool> breaks(const Measured& outdoor, std::int64_t first, std::size_t count,
                         std::int64_t known) {
  const double step_h = base::hours(outdoor.step).value();
  std::vector<bool> is_break(count, false);
  double missing_h = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t cell = first + static_cast<std::int64_t>(i);
    const bool is_missing = cell < known && std::isnan(value_at(outdoor, cell));
    missing_h = is_missing ? missing_h + step_h : 0.0;
    is_break[i] = missing_h > k_longest_gap_h;
  }
  return is_break;
}

}  // namespace

std::vector<RoomInput> inputs_of(const RoomsPast& past, std::size_t room) {
  std::vector<RoomInput> inputs;
  if (!past.rooms[room].heat.is_empty()) inputs.push_back({InputKind::heat});
  if (!past.rooms[room].gain.is_empty()) inputs.push_back({InputKind::gain});
  if (!past.sun.is_empty()) inputs.push_back({InputKind::sun});
  for (std::size_t other = 0; other < past.rooms.size(); ++other) {
    if (other != room) inputs.push_back({InputKind::neighbour, other});
  }
  inputs.push_back({InputKind::constant});
  for (int wave = 0; wave < 4; ++wave) inputs.push_back({InputKind::wave});
  return inputs;
}

namespace {

// What all rooms share.
struct House {
  std::int64_t first = 0;
  std::size_t count = 0;
  std::int64_t known = 0;
  std::vector<double> outdoor;
  std::vector<double> angles;  // of the local time of day
  std::vector<std::vector<double>> temperatures;

  [[nodiscard]] std::vector<double> wave(int number) const {
    const double times_a_day = number < 2 ? 1.0 : 2.0;
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) {
      const double angle = angles[i] * times_a_day;
      values[i] = number % 2 == 0 ? std::cos(angle) : std::sin(angle);
    }
    return values;
  }
  [[nodiscard]] std::vector<double> distance(std::size_t room) const {
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = temperatures[room][i] - outdoor[i];
    return values;
  }
};

RoomCells lay_room(const RoomsPast& past, std::size_t which, const House& house,
                   const std::vector<bool>& is_break) {
  const RoomPast& room = past.rooms[which];
  RoomCells cells{base::hours(past.outdoor.step).value(), {}, house.outdoor, is_break, {}, {}};
  cells.temperature.reserve(house.count);
  for (std::size_t i = 0; i < house.count; ++i) {
    const std::int64_t cell = house.first + static_cast<std::int64_t>(i);
    cells.temperature.push_back(cell < house.known ? value_at(room.temperature, cell) : k_nothing);
  }
  int waves = 0;
  for (const RoomInput& input : inputs_of(past, which)) {
    const auto driven = [&](const Measured& series) {
      return driver(series, house.first, house.count, 0.0);
    };
    switch (input.kind) {
      case InputKind::heat:
        cells.inputs.push_back(driven(room.heat));
        break;
      case InputKind::gain:
        cells.inputs.push_back(driven(room.gain));
        break;
      case InputKind::sun:
        cells.inputs.push_back(driven(past.sun));
        break;
      case InputKind::neighbour:
        cells.inputs.push_back(house.distance(input.neighbour));
        break;
      case InputKind::wave:
        cells.inputs.push_back(house.wave(waves++));
        break;
      case InputKind::constant:
        cells.inputs.emplace_back(house.count, 1.0);
        break;
    }
    cells.is_positive.push_back(input.kind < InputKind::constant);
  }
  return cells;
}

}  // namespace

std::vector<RoomCells> lay_rooms(const RoomsPast& past, std::int64_t first, std::size_t count,
                                 std::int64_t known) {
  House house{first, count, known, driver(past.outdoor, first, count, 10.0), {}, {}};
  for (std::size_t i = 0; i < count; ++i) {
    const auto clock = past.zone.wall_clock(
        past.outdoor.start + past.outdoor.step * (first + static_cast<std::int64_t>(i)));
    house.angles.push_back(2.0 * std::numbers::pi * (clock.hour + clock.minute / 60.0) / 24.0);
  }
  for (const RoomPast& room : past.rooms)
    house.temperatures.push_back(held(room.temperature, first, count, known, house.outdoor));
  const std::vector<bool> is_break = breaks(past.outdoor, first, count, known);
  std::vector<RoomCells> all;
  all.reserve(past.rooms.size());
  for (std::size_t room = 0; room < past.rooms.size(); ++room)
    all.push_back(lay_room(past, room, house, is_break));
  return all;
}

double rank_of(std::vector<double> values, double share) {
  if (values.empty()) return k_nothing;
  std::sort(values.begin(), values.end());
  const double place = std::ceil(share * (static_cast<double>(values.size()) + 1.0)) - 1.0;
  return values[static_cast<std::size_t>(
      std::clamp(place, 0.0, static_cast<double>(values.size()) - 1.0))];
}

}  // namespace ohmstead::forecast
