// A small formula of one number, x: + - * / ( ), min(a, b), max(a, b), decimal numbers.
//
// For prices that a source tells in another form: "x / 1000 * 1.25 + 0.02". Thread rule: plain
// value.
//
//   const Result<Formula> formula = Formula::parse("max(x, 0) / 100");
//   std::optional<double> price = formula->at(31.5);   // 0.315
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"

namespace ohmstead::connect {

class Formula {
 public:
  // Errors: invalid_input, with the place in the text.
  [[nodiscard]] static base::Result<Formula> parse(std::string_view text);
  // Nothing when it is not finite, such as x / 0.
  [[nodiscard]] std::optional<double> at(double x) const;

 private:
  friend class FormulaParser;
  enum class Kind { number, x, add, subtract, multiply, divide, negate, least, most };
  struct Step {
    Kind kind = Kind::x;
    double number = 0.0;
  };
  std::vector<Step> steps_;  // each takes its arguments from a stack
};

}  // namespace ohmstead::connect
