#include "points/point_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "ohmstead/describe/node.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using home::PointUnit;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view k_space = " \t\r\n";
  const std::size_t first = text.find_first_not_of(k_space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(k_space) - first + 1);
}

constexpr std::array<std::pair<std::string_view, PointUnit>, 17> k_units{{
    {"W", PointUnit::W},
    {"kW", PointUnit::kW},
    {"MW", PointUnit::MW},
    {"Wh", PointUnit::Wh},
    {"kWh", PointUnit::kWh},
    {"MWh", PointUnit::MWh},
    {"%", PointUnit::percent},
    {"percent", PointUnit::percent},
    {"°C", PointUnit::C},
    {"C", PointUnit::C},
    {"°F", PointUnit::F},
    {"F", PointUnit::F},
    {"K", PointUnit::K},
    {"Hz", PointUnit::Hz},
    {"mHz", PointUnit::mHz},
    {"A", PointUnit::A},
    {"mA", PointUnit::mA},
}};

std::string written(double number) {
  std::string text = fmt::format("{:.3f}", number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace

std::optional<std::string> scalar_at(const std::string& text, const std::string& pointer) {
  if (pointer.empty()) return std::string{trimmed(text)};
  const auto tree = describe::parse_json(text, "text");
  if (!tree) return std::nullopt;
  const describe::Node* node = find_pointer(*tree, pointer);
  if (node == nullptr || node->kind != describe::NodeKind::scalar) return std::nullopt;
  return std::string{trimmed(node->text)};
}

std::optional<double> number_of(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0.0;
  const char* begin = text.data();  // NOLINT(bugprone-suspicious-stringview-data-usage)
  const char* end = begin + text.size();
  const auto read = std::from_chars(begin, end, number);
  if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

bool is_same_text(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<bool> yes_or_no(std::string_view text, const std::vector<std::string>& yes) {
  const auto is_in = [text = trimmed(text)](const auto& all) {
    return std::any_of(std::begin(all), std::end(all),
                       [&](const auto& each) { return is_same_text(each, text); });
  };
  constexpr std::array<std::string_view, 4> k_yes{"true", "on", "yes", "1"};
  constexpr std::array<std::string_view, 4> k_no{"false", "off", "no", "0"};
  if (!yes.empty()) return is_in(yes);
  if (is_in(k_yes)) return true;
  if (is_in(k_no)) return false;
  return std::nullopt;
}

std::optional<PointUnit> unit_of(std::string_view text) {
  for (const auto& [name, unit] : k_units) {
    if (name == text) return unit;
  }
  return std::nullopt;
}

double in_home_units(double number, PointUnit unit) {
  switch (unit) {
    case PointUnit::W:
    case PointUnit::Wh:
    case PointUnit::mHz:
    case PointUnit::mA:
      return number / 1000.0;
    case PointUnit::MW:
    case PointUnit::MWh:
      return number * 1000.0;
    case PointUnit::F:
      return (number - 32.0) / 1.8;
    case PointUnit::K:
      return number - 273.15;
    case PointUnit::kW:
    case PointUnit::kWh:
    case PointUnit::percent:
    case PointUnit::C:
    case PointUnit::Hz:
    case PointUnit::A:
      break;
  }
  return number;
}

base::Result<WriteText> WriteText::parse(std::string_view text) {
  WriteText parsed;
  parsed.texts_.emplace_back();
  while (!text.empty()) {
    const std::size_t brace = std::min(text.find('{'), text.size());
    parsed.texts_.back() += text.substr(0, brace);
    text.remove_prefix(brace);
    if (text.empty()) break;
    if (text.starts_with("{{")) {
      parsed.texts_.back() += '{';
      text.remove_prefix(2);
      continue;
    }
    const std::size_t end = text.find('}');
    if (end == std::string_view::npos)
      return base::fail(base::ErrorKind::invalid_input, "a brace is not closed; {{ writes a brace");
    auto formula = Formula::parse(text.substr(1, end - 1), k_write_names);
    if (!formula) return tl::unexpected{formula.error()};
    parsed.formulas_.push_back(std::move(*formula));
    parsed.texts_.emplace_back();
    text.remove_prefix(end + 1);
  }
  return parsed;
}

bool WriteText::names(WriteName name) const {
  return std::any_of(formulas_.begin(), formulas_.end(), [&](const Formula& each) {
    return each.uses(static_cast<std::size_t>(name));
  });
}

std::optional<std::string> WriteText::with(const home::Command& command) const {
  constexpr double k_unknown = std::numeric_limits<double>::quiet_NaN();
  const std::array<double, k_write_names.size()> values{
      command.power.value(), command.energy ? command.energy->value() : k_unknown,
      command.soc_pct.value_or(k_unknown), command.target ? command.target->value() : k_unknown};
  std::string text = texts_.front();
  for (std::size_t i = 0; i < formulas_.size(); ++i) {
    const auto number = formulas_[i].at(values);
    if (!number) return std::nullopt;
    text += written(*number) + texts_[i + 1];
  }
  return text;
}

}  // namespace ohmstead::connect
