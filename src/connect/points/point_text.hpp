// What the text of an address says, and the text that an address is told. Thread rule: pure
// functions; WriteText is a plain value.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/site_connections.hpp"
#include "parts/formula.hpp"

namespace ohmstead::connect {

// The scalar at a pointer into a JSON text, the text itself where the pointer is empty; without
// spaces around it. Nothing where there is none.
[[nodiscard]] std::optional<std::string> scalar_at(const std::string& text,
                                                   const std::string& pointer);
// A finite decimal number, alone.
[[nodiscard]] std::optional<double> number_of(std::string_view text);
// In any case of letters. Where `yes` is empty: true, on, yes and 1 mean yes, false, off, no and 0
// mean no, and others neither. Else all others mean no.
[[nodiscard]] std::optional<bool> yes_or_no(std::string_view text,
                                            const std::vector<std::string>& yes);
[[nodiscard]] bool is_same_text(std::string_view a, std::string_view b);  // in any case of letters

// Whether a value is told in words, not as a number.
[[nodiscard]] constexpr bool is_yes_or_no(home::PointValue value) {
  return value == home::PointValue::connected || value == home::PointValue::running;
}

// A unit as systems write it: "W", "°C", "%". Nothing: another.
[[nodiscard]] std::optional<home::PointUnit> unit_of(std::string_view text);
// A number of a unit in units of the home: kW, kWh, deg C, Hz, A; a per cent stays one.
[[nodiscard]] double in_home_units(double number, home::PointUnit unit);

// What formulas of a write may name: the power in kW, the energy of its order in kWh, what a
// battery holds in %, what a room or tank shall reach in deg C.
enum class WriteName { x, kwh, soc, target };
inline constexpr std::array<std::string_view, 4> k_write_names{"x", "kwh", "soc", "target"};

// A text with formulas in braces, such as "{x * 1000}"; numbers are written with at most three
// decimals. "{{" is a brace.
class WriteText {
 public:
  // Errors: invalid_input, a sentence.
  [[nodiscard]] static base::Result<WriteText> parse(std::string_view text);
  // Nothing when a formula has no value.
  [[nodiscard]] std::optional<std::string> with(const home::Command& command) const;
  [[nodiscard]] bool has_formula() const { return !formulas_.empty(); }
  [[nodiscard]] bool names(WriteName name) const;

 private:
  std::vector<std::string> texts_;  // around the formulas, one more than they
  std::vector<Formula> formulas_;
};

}  // namespace ohmstead::connect
