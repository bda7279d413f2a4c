#include "ohmstead/describe/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ohmstead::describe {
namespace {

std::string describe_value(const Node& node) {
  switch (node.kind) {
    case NodeKind::null:
      return "nothing";
    case NodeKind::scalar:
      return fmt::format("'{}'", node.text);
    case NodeKind::list:
      return "a list";
    case NodeKind::map:
      return "a map";
  }
  return "nothing";
}

// What is wrong with a node that should be a number, with a hint where people often slip.
std::string not_a_number(const Node& node) {
  if (node.kind == NodeKind::null) return "has no value";
  std::string message = fmt::format("{} is not a number", describe_value(node));
  if (node.kind != NodeKind::scalar) return message;
  if (node.is_quoted && read_number(node.text)) return message + "; write it without quotes";
  const auto comma = node.text.find(',');
  if (comma != std::string::npos) {
    std::string pointed = node.text;
    pointed[comma] = '.';
    if (read_number(pointed)) return fmt::format("{}; did you mean {}?", message, pointed);
  }
  const auto space = node.text.find(' ');
  if (space != std::string::npos && read_number(node.text.substr(0, space))) {
    return message + "; leave out the unit, it stands in the key";
  }
  return message;
}

// In full where that is short: nobody wants to read 0.016666666666666666.
std::string limit_text(double limit) {
  std::string text = fmt::format("{}", limit);
  return text.size() <= 8 ? text : fmt::format("{:.3g}", limit);
}

std::string range_text(const Range& range) {
  const bool has_low = std::isfinite(range.low), has_high = std::isfinite(range.high);
  const std::string low = limit_text(range.low), high = limit_text(range.high);
  const std::string_view low_word = range.is_low_excluded ? "above" : "at least";
  if (has_low && has_high) {
    return range.is_low_excluded ? fmt::format("above {} and at most {}", low, high)
                                 : fmt::format("between {} and {}", low, high);
  }
  if (has_low) return fmt::format("{} {}", low_word, low);
  return fmt::format("at most {}", high);
}

bool is_inside(const Range& range, double value) {
  const bool is_above_low = range.is_low_excluded ? value > range.low : value >= range.low;
  return is_above_low && value <= range.high;
}

// Reads one map; knows the fields it was asked for, so that it can name the unknown ones.
class MapReader final : public Visitor {
 public:
  MapReader(const Node& map, std::string path, Problems& problems)
      : map_{&map}, path_{std::move(path)}, problems_{&problems} {}

  bool enter_optional(const FieldFacts& facts, bool) override {
    known_.push_back(facts.key);
    const Node* node = map_->find(facts.key);
    return node != nullptr && node->kind != NodeKind::null;
  }

  void number(const FieldFacts& facts, double& value) override {
    if (const Node* node = find(facts)) read_number_at(*node, path_of(facts), facts.range, value);
  }

  void integer(const FieldFacts& facts, std::int64_t& value) override {
    if (const Node* node = find(facts)) read_integer_at(*node, path_of(facts), facts.range, value);
  }

  void flag(const FieldFacts& facts, bool& value) override {
    const Node* node = find(facts);
    if (node == nullptr) return;
    const bool is_word = node->kind == NodeKind::scalar && !node->is_quoted;
    if (!is_word || (node->text != "true" && node->text != "false")) {
      return add(facts, fmt::format("{} is not true or false", describe_value(*node)));
    }
    value = node->text == "true";
  }

  void text(const FieldFacts& facts, std::string& value) override {
    const Node* node = find(facts);
    if (node == nullptr) return;
    if (node->kind != NodeKind::scalar)
      return add(facts, fmt::format("expected a text, found {}", describe_value(*node)));
    value = node->text;
  }

  void instant(const FieldFacts& facts, base::Time& value) override {
    const Node* node = find(facts);
    if (node == nullptr) return;
    if (node->kind != NodeKind::scalar)
      return add(facts, fmt::format("expected a time, found {}", describe_value(*node)));
    if (const auto time = base::parse_time(node->text)) {
      value = *time;
    } else {
      add(facts, time.error().message);
    }
  }

  void choice(const FieldFacts& facts, std::span<const std::string_view> names,
              std::size_t& index) override {
    const Node* node = find(facts);
    if (node == nullptr) return;
    const auto found = std::find(names.begin(), names.end(), node->text);
    if (node->kind == NodeKind::scalar && found != names.end()) {
      index = static_cast<std::size_t>(found - names.begin());
      return;
    }
    add(facts, fmt::format("{} is not one of {}", describe_value(*node), fmt::join(names, ", ")));
  }

  void series(const FieldFacts& facts, std::vector<double>& values) override {
    const Node* node = find(facts);
    if (node == nullptr) return;
    values.clear();
    if (node->kind != NodeKind::list) {
      double constant = 0.0;
      if (read_number_at(*node, path_of(facts), facts.range, constant)) values.push_back(constant);
      return;
    }
    values.reserve(node->items.size());
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      double value = 0.0;
      read_number_at(node->items[i], join_path(path_of(facts), i), facts.range, value);
      values.push_back(value);
    }
  }

  void integers(const FieldFacts& facts, std::vector<std::int64_t>& values) override {
    const Node* node = find(facts);
    if (node == nullptr) return;
    if (node->kind != NodeKind::list)
      return add(facts, fmt::format("expected a list, found {}", describe_value(*node)));
    values.assign(node->items.size(), 0);
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      read_integer_at(node->items[i], join_path(path_of(facts), i), facts.range, values[i]);
    }
  }

  void texts(const FieldFacts& facts, std::vector<std::string>& values) override {
    const Node* node = find(facts);
    if (node == nullptr) return;
    if (node->kind != NodeKind::list)
      return add(facts, fmt::format("expected a list, found {}", describe_value(*node)));
    values.clear();
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      const Node& item = node->items[i];
      if (item.kind != NodeKind::scalar) {
        problems_->add(join_path(path_of(facts), i),
                       fmt::format("expected a text, found {}", describe_value(item)));
      }
      values.push_back(item.text);
    }
  }

  void object(const FieldFacts& facts, ObjectFace& object) override {
    if (const Node* node = find(facts)) read_map(*node, path_of(facts), object);
  }

  void list(const FieldFacts& facts, ListFace& list) override {
    const Node* node = find(facts);
    if (node == nullptr) return;
    if (node->kind != NodeKind::list)
      return add(facts, fmt::format("expected a list, found {}", describe_value(*node)));
    read_list(*node, facts, list);
  }

  void number_or_list(const FieldFacts& facts, double& value, ListFace& list) override {
    const Node* node = find(facts);
    if (node == nullptr) return;
    list.resize(0);
    if (node->kind != NodeKind::list) {
      read_number_at(*node, path_of(facts), facts.range, value);
    } else if (node->items.empty()) {
      add(facts, "is neither a number nor a list of points");
    } else {
      read_list(*node, facts, list);
    }
  }

  void report_unknown_keys() const {
    for (const Member& member : map_->members) {
      const std::string& key = member.key;
      if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
      const std::string hint = nearest(key, known_);
      problems_->add_about_key(
          join_path(path_, key),
          hint.empty() ? "unknown key" : fmt::format("unknown key; did you mean {}?", hint));
    }
  }

 private:
  void read_list(const Node& node, const FieldFacts& facts, ListFace& list) {
    list.resize(node.items.size());
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const std::string path = join_path(path_of(facts), i);
      const Node& item = node.items[i];
      if (item.kind != NodeKind::map) {
        problems_->add(path, fmt::format("expected a map, found {}", describe_value(item)));
        continue;
      }
      MapReader reader{item, path, *problems_};
      list.walk_element(i, reader);
      reader.report_unknown_keys();
    }
  }

  [[nodiscard]] std::string path_of(const FieldFacts& facts) const {
    return join_path(path_, facts.key);
  }

  void add(const FieldFacts& facts, const std::string& message) {
    problems_->add(path_of(facts), message);
  }

  const Node* find(const FieldFacts& facts) {
    if (known_.empty() || known_.back() != facts.key) known_.push_back(facts.key);
    const Node* node = map_->find(facts.key);
    if (node != nullptr && node->kind != NodeKind::null) return node;
    if (facts.presence == Presence::required) {
      const std::string message =
          node == nullptr ? fmt::format("missing ({})", facts.text) : "has no value";
      problems_->add_about_key(path_of(facts), message);
    }
    return nullptr;
  }

  bool read_number_at(const Node& node, const std::string& path, const Range& range,
                      double& value) {
    const auto number =
        node.kind == NodeKind::scalar && !node.is_quoted ? read_number(node.text) : std::nullopt;
    if (!number) {
      problems_->add(path, not_a_number(node));
      return false;
    }
    if (std::abs(*number) > k_largest_number) {
      problems_->add(path, fmt::format("{} is too large a number; the limit is {}", node.text,
                                       k_largest_number));
      return false;
    }
    if (!is_inside(range, *number)) {
      problems_->add(path, fmt::format("{} must be {}", node.text, range_text(range)));
      return false;
    }
    value = *number;
    return true;
  }

  void read_integer_at(const Node& node, const std::string& path, const Range& range,
                       std::int64_t& value) {
    double number = 0.0;
    if (!read_number_at(node, path, range, number)) return;
    if (number != std::floor(number) || std::abs(number) > 9e15) {
      return problems_->add(path, fmt::format("{} is not a whole number", node.text));
    }
    value = static_cast<std::int64_t>(number);
  }

  void read_map(const Node& node, const std::string& path, ObjectFace& object) {
    if (node.kind != NodeKind::map) {
      return problems_->add(path, fmt::format("expected a map, found {}", describe_value(node)));
    }
    MapReader reader{node, path, *problems_};
    object.walk(reader);
    reader.report_unknown_keys();
  }

  const Node* map_;
  std::string path_;
  Problems* problems_;
  std::vector<std::string_view> known_;
};

}  // namespace

std::optional<double> read_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0.0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

void read_object(const Node& tree, ObjectFace& object, Problems& problems) {
  if (tree.kind != NodeKind::map) {
    return problems.add("", fmt::format("expected a map, found {}", describe_value(tree)));
  }
  MapReader reader{tree, "", problems};
  object.walk(reader);
  reader.report_unknown_keys();
}

}  // namespace ohmstead::describe
