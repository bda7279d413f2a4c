#include "parts/formula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ohmstead::connect {

constexpr int k_deepest = 50;
constexpr std::size_t k_longest = 500;

// Recursive descent; each part leaves its value on the stack of Formula::at().
class FormulaParser {
 public:
  FormulaParser(std::string_view text, std::span<const std::string_view> names)
      : text_{text}, names_{names} {}

  base::Result<Formula> parse() {
    if (text_.size() > k_longest)
      return base::fail(base::ErrorKind::invalid_input, "the formula is too long");
    const bool is_read = sum() && (skip(), at_ == text_.size());
    if (!is_read)
      return base::fail(
          base::ErrorKind::invalid_input,
          fmt::format("the formula '{}' is not understood at character {}", text_, at_ + 1));
    return std::move(formula_);
  }

 private:
  using Kind = Formula::Kind;

  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(std::string_view word) {
    skip();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  bool put(Kind kind, double number = 0.0, std::size_t name = 0) {
    formula_.steps_.push_back({kind, number, name});
    return true;
  }

  bool sum() {
    if (depth_ == k_deepest) return false;
    ++depth_;
    bool is_fine = product();
    while (is_fine) {
      if (take("+"))
        is_fine = product() && put(Kind::add);
      else if (take("-"))
        is_fine = product() && put(Kind::subtract);
      else
        break;
    }
    --depth_;
    return is_fine;
  }

  bool product() {
    bool is_fine = factor();
    while (is_fine) {
      if (take("*"))
        is_fine = factor() && put(Kind::multiply);
      else if (take("/"))
        is_fine = factor() && put(Kind::divide);
      else
        break;
    }
    return is_fine;
  }

  bool factor() {
    bool is_negative = false;
    while (take("-")) is_negative = !is_negative;
    if (!value()) return false;
    return !is_negative || put(Kind::negate);
  }

  bool value() {
    if (take("(")) return sum() && take(")");
    if (take("min(")) return pair(Kind::least);
    if (take("max(")) return pair(Kind::most);
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (take(names_[i])) return put(Kind::name, 0.0, i);
    skip();
    double number = 0.0;
    const char* begin = text_.data() + at_;
    const auto read = std::from_chars(begin, text_.data() + text_.size(), number);
    if (read.ec != std::errc{} || !std::isfinite(number)) return false;
    at_ += static_cast<std::size_t>(read.ptr - begin);
    return put(Kind::number, number);
  }

  bool pair(Kind kind) { return sum() && take(",") && sum() && take(")") && put(kind); }

  std::string_view text_;
  std::span<const std::string_view> names_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Formula formula_;
};

base::Result<Formula> Formula::parse(std::string_view text,
                                     std::span<const std::string_view> names) {
  return FormulaParser{text, names}.parse();
}

bool Formula::uses(std::size_t name) const {
  return std::any_of(steps_.begin(), steps_.end(), [&](const Step& step) {
    return step.kind == Kind::name && step.name == name;
  });
}

std::optional<double> Formula::at(std::span<const double> values) const {
  std::vector<double> stack;
  const auto pop = [&] {
    const double top = stack.back();
    stack.pop_back();
    return top;
  };
  for (const Step& step : steps_) {
    if (step.kind == Kind::number || step.kind == Kind::name) {
      stack.push_back(step.kind == Kind::name ? values[step.name] : step.number);
      continue;
    }
    const double b = pop();
    if (step.kind == Kind::negate) {
      stack.push_back(-b);
      continue;
    }
    const double a = pop();
    switch (step.kind) {
      case Kind::add:
        stack.push_back(a + b);
        break;
      case Kind::subtract:
        stack.push_back(a - b);
        break;
      case Kind::multiply:
        stack.push_back(a * b);
        break;
      case Kind::divide:
        stack.push_back(a / b);
        break;
      case Kind::least:
        stack.push_back(std::min(a, b));
        break;
      default:
        stack.push_back(std::max(a, b));
        break;
    }
  }
  const double value = stack.empty() ? values.front() : stack.back();
  return std::isfinite(value) ? std::optional{value} : std::nullopt;
}

}  // namespace ohmstead::connect
