#include "ocpp/frame.hpp"

#include <fmt/format.h>

namespace ohmstead::connect {
namespace {

using describe::Node;
using describe::NodeKind;

constexpr std::size_t k_longest_id = 36;
constexpr std::size_t k_longest_action = 50;
constexpr std::string_view k_formation = "FormationViolation";

bool is_text(const Node& node) { return node.kind == NodeKind::scalar && node.is_quoted; }
bool is_number(const Node& node, std::string_view wanted) {
  return node.kind == NodeKind::scalar && !node.is_quoted && node.text == wanted;
}

}  // namespace

tl::expected<OcppFrame, OcppFrameFault> parse_ocpp_frame(const std::string& text) {
  const auto bad = [](std::string id, std::string why) {
    return tl::unexpected{OcppFrameFault{std::move(id), std::string{k_formation}, std::move(why)}};
  };
  auto tree = describe::parse_json(text, "");
  if (!tree) return bad("", "it is no JSON");
  if (tree->kind != NodeKind::list || tree->items.size() < 3) return bad("", "it is no message");
  std::vector<Node>& items = tree->items;
  const bool has_id =
      is_text(items[1]) && !items[1].text.empty() && items[1].text.size() <= k_longest_id;
  if (!has_id) return bad("", "its id is no text of up to 36 letters");
  OcppFrame frame{.id = items[1].text};
  if (is_number(items[0], "2")) {
    const bool is_whole = items.size() == 4 && is_text(items[2]) &&
                          items[2].text.size() <= k_longest_action &&
                          items[3].kind == NodeKind::map;
    if (!is_whole) return bad(frame.id, "a call has an action and a payload");
    frame.action = std::move(items[2].text);
    frame.payload = std::move(items[3]);
    return frame;
  }
  if (is_number(items[0], "3")) {
    if (items.size() != 3 || items[2].kind != NodeKind::map)
      return bad("", "a result has a payload");
    frame.kind = OcppFrame::Kind::result;
    frame.payload = std::move(items[2]);
    return frame;
  }
  if (is_number(items[0], "4")) {
    if (!is_text(items[2])) return bad("", "an error has a code");
    frame.kind = OcppFrame::Kind::error;
    frame.code = std::move(items[2].text);
    if (items.size() > 3 && is_text(items[3])) frame.why = std::move(items[3].text);
    return frame;
  }
  return bad("", "it is none of call, result and error");
}

std::string quoted_ascii(std::string_view text) {
  std::string quoted{'"'};
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter >= ' ' && letter < '\x7f' ? letter : '?';
  }
  return quoted + '"';
}

std::string call_text(std::string_view id, std::string_view action, std::string_view payload) {
  return fmt::format("[2,{},{},{}]", quoted_ascii(id), quoted_ascii(action), payload);
}

std::string result_text(std::string_view id, std::string_view payload) {
  return fmt::format("[3,{},{}]", quoted_ascii(id), payload);
}

std::string error_text(std::string_view id, std::string_view code, std::string_view why) {
  return fmt::format("[4,{},{},{},{{}}]", quoted_ascii(id), quoted_ascii(code), quoted_ascii(why));
}

}  // namespace ohmstead::connect
