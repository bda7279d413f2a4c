// A struct with every kind of member, for the tests of readers and writers.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/base/units.hpp"
#include "ohmstead/describe/walk.hpp"

namespace ohmstead::describe::testing {

enum class Mode { hold, charge, export_ };
constexpr auto names_of(Mode) {
  return std::array<std::string_view, 3>{"hold", "charge", "export"};
}

struct Part {
  std::string id = "part";
  base::Ratio efficiency{1.0};
  friend bool operator==(const Part&, const Part&) = default;
};
constexpr auto fields_of(const Part*) {
  return std::make_tuple(
      field("id", &Part::id, "name"),
      field("efficiency", &Part::efficiency, "of it", within(0.0, 1.0), optional));
}

struct Sample {
  double share_pct = 0.0;
  base::Power power;
  base::EnergyPrice price{0.25};
  bool is_on = true;
  std::int64_t count = 1;
  std::string name;
  base::Time start;
  Mode mode = Mode::hold;
  base::Series<base::Power> load;
  std::optional<base::Energy> reserve;
  std::optional<Part> spare;
  Part main;
  std::vector<Part> parts;
  std::vector<std::string> notes;
  base::Seconds step{900};
  std::vector<std::int64_t> steps;
  base::NumberOr<base::EnergyPrice, Part> wear{base::EnergyPrice{0.5}};
  friend bool operator==(const Sample&, const Sample&) = default;
};
constexpr auto fields_of(const Sample*) {
  return std::make_tuple(
      field("share_pct", &Sample::share_pct, "part of the whole", between(0.0, 100.0)),
      field("power_kw", &Sample::power, "highest power", above(0.0)),
      field("price_per_kwh", &Sample::price, "of a kWh", optional),
      field("on", &Sample::is_on, "is it on", optional),
      field("count", &Sample::count, "how many", at_least(1.0), optional),
      field("name", &Sample::name, "for people"), field("start", &Sample::start, "first instant"),
      field("mode", &Sample::mode, "what it does", optional),
      field("load_kw", &Sample::load, "what is drawn", at_least(0.0)),
      field("reserve_kwh", &Sample::reserve, "kept back", at_least(0.0), optional),
      field("spare", &Sample::spare, "one more part", optional),
      field("main", &Sample::main, "the main part"),
      field("parts", &Sample::parts, "all other parts", optional),
      field("notes", &Sample::notes, "what was assumed", optional),
      field("step_s", &Sample::step, "length of a slot", at_least(1.0), optional),
      field("steps_s", &Sample::steps, "lengths of slots", at_least(1.0), optional),
      field("wear_per_kwh", &Sample::wear, "of use", at_least(0.0), optional));
}

}  // namespace ohmstead::describe::testing
