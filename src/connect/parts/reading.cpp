#include "parts/reading.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <cmath>

#include "ohmstead/describe/read.hpp"

namespace ohmstead::connect {
namespace {

using base::Time;
using describe::join_path;
using describe::Node;
using describe::NodeKind;

// Years 2000 to 2100: what is outside is milliseconds, or no time at all.
constexpr double k_first_epoch_s = 946'684'800.0;
constexpr double k_last_epoch_s = 4'102'444'800.0;
constexpr std::size_t k_shown = 40;

std::string shown(const Node& node) {
  if (node.kind == NodeKind::list) return "a list";
  if (node.kind == NodeKind::map) return "an object";
  if (node.kind == NodeKind::null) return "null";
  return node.text.size() <= k_shown ? fmt::format("'{}'", node.text)
                                     : fmt::format("'{}...'", node.text.substr(0, k_shown));
}

std::string without_spaces(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c != ' ') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return plain;
}

}  // namespace

base::Result<Node> parse_answer(const std::string& who, const std::string& text) {
  auto tree = describe::parse_json(text, who);
  if (tree) return tree;
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return base::fail(base::ErrorKind::invalid_input, who + ": the answer is empty");
  if (text.find('<') < 32)
    return base::fail(base::ErrorKind::invalid_input, who + ": the answer is a page, not JSON");
  return tree;
}

bool is_pointer(std::string_view text) { return text.empty() || text.front() == '/'; }

const Node* find_pointer(const Node& root, std::string_view pointer) {
  const Node* at = &root;
  while (!pointer.empty() && at != nullptr) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::string_view raw = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(raw.size());
    std::string key;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const bool is_escape = raw[i] == '~' && i + 1 < raw.size();
      key += is_escape ? (raw[i + 1] == '1' ? '/' : '~') : raw[i];
      if (is_escape) ++i;
    }
    if (at->kind == NodeKind::map) {
      at = at->find(key);
      continue;
    }
    std::size_t index = 0;
    const char* end = key.data() + key.size();
    const auto read = std::from_chars(key.data(), end, index);
    const bool is_item = at->kind == NodeKind::list && read.ec == std::errc{} && read.ptr == end &&
                         index < at->items.size();
    at = is_item ? &at->items[index] : nullptr;
  }
  return at;
}

bool has_value(const Node& map, std::string_view key) {
  const Node* found = map.kind == NodeKind::map ? map.find(key) : nullptr;
  return found != nullptr && found->kind != NodeKind::null;
}

std::optional<Time> read_instant(const std::string& text) {
  if (text.size() > 40) return std::nullopt;
  std::string whole = text;
  // 2024-10-07T22:00Z
  if (whole.size() > 16 && whole[13] == ':' && whole[16] != ':') whole.insert(16, ":00");
  // 2026-01-14 12:00:00+1100
  const std::size_t size = whole.size();
  if (size > 19 && (whole[size - 5] == '+' || whole[size - 5] == '-')) whole.insert(size - 2, ":");
  const auto time = base::parse_time(whole);
  if (!time) return std::nullopt;
  return *time;
}

const Node* Reading::member(const Node& map, const std::string& path, std::string_view key) {
  if (map.kind != NodeKind::map) {
    problems.add(path, fmt::format("expected an object, got {}", shown(map)));
    return nullptr;
  }
  const Node* found = map.find(key);
  if (found == nullptr) problems.add(join_path(path, key), "missing");
  return found;
}

const Node* Reading::list(const Node& map, const std::string& path, std::string_view key) {
  const Node* found = member(map, path, key);
  if (found == nullptr || found->kind == NodeKind::list) return found;
  problems.add(join_path(path, key), fmt::format("expected a list, got {}", shown(*found)));
  return nullptr;
}

const Node* Reading::map(const Node& map, const std::string& path, std::string_view key) {
  const Node* found = member(map, path, key);
  if (found == nullptr || found->kind == NodeKind::map) return found;
  problems.add(join_path(path, key), fmt::format("expected an object, got {}", shown(*found)));
  return nullptr;
}

std::optional<double> Reading::number(const Node& node, const std::string& path) {
  if (node.kind == NodeKind::null) return std::nullopt;
  const auto value =
      node.kind == NodeKind::scalar ? describe::read_number(node.text) : std::nullopt;
  if (!value || std::abs(*value) > describe::k_largest_number * 1e6) {
    problems.add(path, fmt::format("expected a number, got {}", shown(node)));
    return std::nullopt;
  }
  return value;
}

std::optional<double> Reading::number(const Node& map, const std::string& path,
                                      std::string_view key) {
  const Node* found = member(map, path, key);
  return found == nullptr ? std::nullopt : number(*found, join_path(path, key));
}

std::optional<double> Reading::number_if_any(const Node& map, const std::string& path,
                                             std::string_view key) {
  return has_value(map, key) ? number(*map.find(key), join_path(path, key)) : std::nullopt;
}

std::optional<Time> Reading::instant(const Node& node, const std::string& path) {
  const auto time = node.kind == NodeKind::scalar ? read_instant(node.text) : std::nullopt;
  if (!time)
    problems.add(path, fmt::format("expected a time with its offset, got {}", shown(node)));
  return time;
}

std::optional<Time> Reading::instant(const Node& map, const std::string& path,
                                     std::string_view key) {
  const Node* found = member(map, path, key);
  return found == nullptr ? std::nullopt : instant(*found, join_path(path, key));
}

std::optional<Time> Reading::epoch(const Node& node, const std::string& path) {
  auto value = number(node, path);
  if (!value) return std::nullopt;
  if (*value > k_last_epoch_s) *value /= 1000.0;
  if (*value < k_first_epoch_s || *value > k_last_epoch_s) {
    problems.add(path, "is no time since 1970 in seconds or milliseconds");
    return std::nullopt;
  }
  return Time{base::Seconds{static_cast<std::int64_t>(*value)}};
}

std::optional<Time> Reading::epoch(const Node& map, const std::string& path, std::string_view key) {
  const Node* found = member(map, path, key);
  return found == nullptr ? std::nullopt : epoch(*found, join_path(path, key));
}

std::string Reading::text(const Node& map, const std::string& path, std::string_view key) {
  const Node* found = member(map, path, key);
  if (found == nullptr) return {};
  if (found->kind == NodeKind::scalar) return found->text;
  problems.add(join_path(path, key), fmt::format("expected a text, got {}", shown(*found)));
  return {};
}

void Reading::expect_text(const Node& map, const std::string& path, std::string_view key,
                          std::string_view wanted) {
  const std::string found = text(map, path, key);
  if (problems.has_about(join_path(path, key))) return;
  if (without_spaces(found) != without_spaces(wanted))
    problems.add(join_path(path, key),
                 fmt::format("expected {}, got '{}'", wanted, found.substr(0, k_shown)));
}

}  // namespace ohmstead::connect
