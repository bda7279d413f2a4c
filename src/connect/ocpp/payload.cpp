#include "ocpp/payload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::Node;
using describe::NodeKind;

// The words as the standard spells them.
constexpr std::string_view k_missing = "OccurenceConstraintViolation";
constexpr std::string_view k_type = "TypeConstraintViolation";
constexpr std::string_view k_property = "PropertyConstraintViolation";
constexpr base::Seconds k_clocks_differ{60};

}  // namespace

void Payload::fault(std::string_view code, std::string_view key, std::string_view what) {
  if (!code_.empty()) return;
  code_ = code;
  why_ = fmt::format("{} {}", key, what);
}

const Node* Payload::find(std::string_view key, bool is_required) {
  const Node* node = map_->find(key);
  if (node != nullptr && node->kind != NodeKind::null) return node;
  if (is_required) fault(k_missing, key, "is missing");
  return nullptr;
}

std::string Payload::text(std::string_view key, std::size_t longest) {
  if (find(key, true) == nullptr) return {};
  return text_if_any(key, longest);
}

std::string Payload::text_if_any(std::string_view key, std::size_t longest) {
  const Node* node = find(key, false);
  if (node == nullptr) return {};
  if (node->kind != NodeKind::scalar || !node->is_quoted) {
    fault(k_type, key, "is no text");
    return {};
  }
  if (node->text.size() > longest) {
    fault(k_property, key, "is too long");
    return node->text.substr(0, longest);
  }
  return node->text;
}

std::int64_t Payload::integer(std::string_view key) {
  if (find(key, true) == nullptr) return 0;
  return integer_if_any(key).value_or(0);
}

std::optional<std::int64_t> Payload::integer_if_any(std::string_view key) {
  const Node* node = find(key, false);
  if (node == nullptr) return std::nullopt;
  std::int64_t number = 0;
  const std::string& text = node->text;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (node->kind == NodeKind::scalar && !node->is_quoted && error == std::errc{}) {
    // Some write 1234.0.
    const std::string_view rest{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    if (rest.empty() || (rest.size() > 1 && rest.front() == '.' &&
                         rest.find_first_not_of('0', 1) == std::string_view::npos))
      return number;
  }
  fault(k_type, key, "is no whole number");
  return std::nullopt;
}

const Node* Payload::list(std::string_view key) {
  const Node* node = find(key, true);
  if (node == nullptr || node->kind == NodeKind::list) return node;
  fault(k_type, key, "is no list");
  return nullptr;
}

base::Time Payload::time_by(std::string_view key, base::Time now) const {
  const Node* node = map_->find(key);
  if (node == nullptr || node->kind != NodeKind::scalar) return now;
  const auto time = read_instant(node->text);
  if (!time || *time > now + k_clocks_differ) return now;
  return std::min(*time, now);
}

}  // namespace ohmstead::connect
