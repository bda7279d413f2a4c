// A small formula of one number, x, or of a few with names: + - * / ( ), min(a, b), max(a, b),
// decimal numbers.
//
// For prices that a source tells in another form: "x / 1000 * 1.25 + 0.02". Thread rule: plain
// value.
//
//   const Result<Formula> formula = Formula::parse("max(x, 0) / 100");
//   std::optional<double> price = formula->at(31.5);   // 0.315
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"

namespace ohmstead::connect {

class Formula {
 public:
  // No name is the beginning of another one. Errors: invalid_input, with the place in the text.
  [[nodiscard]] static base::Result<Formula> parse(std::string_view text,
                                                   std::span<const std::string_view> names = k_x);
  // Nothing when it is not finite, such as x / 0.
  [[nodiscard]] std::optional<double> at(double x) const { return at(std::span{&x, 1}); }
  // In the order of the names; NaN: not known.
  [[nodiscard]] std::optional<double> at(std::span<const double> values) const;
  [[nodiscard]] bool uses(std::size_t name) const;

 private:
  friend class FormulaParser;
  static constexpr std::array<std::string_view, 1> k_x{"x"};
  enum class Kind { number, name, add, subtract, multiply, divide, negate, least, most };
  struct Step {
    Kind kind = Kind::name;
    double number = 0.0;
    std::size_t name = 0;
  };
  std::vector<Step> steps_;  // each takes its arguments from a stack
};

}  // namespace ohmstead::connect
