#include "parts/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ohmstead::connect {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_digits(std::string_view text) {
  const auto* end = std::find_if_not(text.begin(), text.end(), is_digit);
  return text.substr(static_cast<std::size_t>(end - text.begin()));
}

// As JSON writes them: -12.5e3, no leading zeros, no "+".
bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return false;
  text = text.front() == '0' ? text.substr(1) : without_digits(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return false;
    text = without_digits(text);
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty()) return false;
    text = without_digits(text);
  }
  return text.empty();
}

}  // namespace

std::string json_quoted(std::string_view text) {
  std::string all = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      all += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20)
      all += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      all += c;
  }
  return all + "\"";
}

std::string number_or_quoted(std::string_view text) {
  const bool is_plain = is_number(text) || text == "true" || text == "false";
  return is_plain ? std::string{text} : json_quoted(text);
}

std::string json_text(const describe::Node& node) {
  std::string all;
  switch (node.kind) {
    case describe::NodeKind::null:
      return "null";
    case describe::NodeKind::scalar:
      return node.is_quoted ? json_quoted(node.text) : number_or_quoted(node.text);
    case describe::NodeKind::list:
      for (const describe::Node& item : node.items)
        all += (all.empty() ? "" : ",") + json_text(item);
      return "[" + all + "]";
    case describe::NodeKind::map:
      for (const describe::Member& member : node.members)
        all += (all.empty() ? "" : ",") + json_quoted(member.key) + ":" + json_text(member.value);
      return "{" + all + "}";
  }
  return "null";
}

}  // namespace ohmstead::connect
