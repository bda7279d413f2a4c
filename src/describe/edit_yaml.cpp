#include "ohmstead/describe/edit_yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <optional>
#include <vector>

namespace ohmstead::describe {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;

struct Step {
  std::string key;
  std::optional<std::size_t> index;
};

// "a.b[2].c"
Result<std::vector<Step>> read_path(const std::string& path) {
  std::vector<Step> steps;
  std::size_t at = 0;
  while (at < path.size()) {
    if (path[at] == '[') {
      std::size_t index = 0;
      const auto [end, error] =
          std::from_chars(path.data() + at + 1, path.data() + path.size(), index);
      const auto next = static_cast<std::size_t>(end - path.data());
      if (error != std::errc{} || next >= path.size() || path[next] != ']') break;
      steps.push_back({{}, index});
      at = next + 1;
      if (at < path.size() && path[at] == '.') ++at;
      continue;
    }
    const std::size_t end = std::min(path.find_first_of(".[", at), path.size());
    if (end == at) break;
    steps.push_back({path.substr(at, end - at), std::nullopt});
    at = end < path.size() && path[end] == '.' ? end + 1 : end;
  }
  if (at < path.size() || steps.empty())
    return fail(ErrorKind::invalid_input, fmt::format("'{}' is no path such as a.b[0].c", path));
  return steps;
}

base::Error too_hard(const std::string& path) {
  return fail(ErrorKind::refused,
              fmt::format("{}: cannot be changed in place; edit the text itself", path))
      .value();
}

YAML::Node child_of(const YAML::Node& node, const Step& step) {
  if (step.index) {
    if (!node.IsSequence() || *step.index >= node.size())
      return YAML::Node{YAML::NodeType::Undefined};
    return node[*step.index];
  }
  if (!node.IsMap()) return YAML::Node{YAML::NodeType::Undefined};
  return node[step.key];
}

std::size_t offset_of(const YAML::Mark& mark) { return static_cast<std::size_t>(mark.pos); }

// Where the text of a scalar ends that starts at `from`; nothing where it is not in one piece.
std::optional<std::size_t> end_of_scalar(const std::string& text, std::size_t from,
                                         const YAML::Node& node) {
  const std::size_t line_end = std::min(text.find('\n', from), text.size());
  for (std::size_t end = from + 1; end <= line_end; ++end) {
    const bool may_end = end == line_end ||
                         std::string_view{" ,}]\r\t#:"}.find(text[end]) != std::string_view::npos ||
                         text[end - 1] == '"' || text[end - 1] == '\'';
    if (!may_end) continue;
    try {
      const YAML::Node read = YAML::Load(text.substr(from, end - from));
      const std::string tail = text.substr(end, 2);
      const bool is_whole = tail.empty() || tail[0] != ' ' || end == line_end ||
                            text.find_first_not_of(" \t\r", end) >= line_end ||
                            text[text.find_first_not_of(" \t\r", end)] == '#' ||
                            text[text.find_first_not_of(" \t\r", end)] == ',' ||
                            text[text.find_first_not_of(" \t\r", end)] == '}' ||
                            text[text.find_first_not_of(" \t\r", end)] == ']';
      if (read.IsScalar() && read.Scalar() == node.Scalar() && is_whole) return end;
    } catch (const YAML::Exception&) {
      continue;
    }
  }
  return std::nullopt;
}

std::size_t line_start(const std::string& text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  return before == std::string::npos ? 0 : before + 1;
}

// Adds `key: value` to a map that has at least one key.
Result<std::string> add_key(std::string text, const YAML::Node& map, const std::string& key,
                            const std::string& value, const std::string& path) {
  if (map.size() == 0) return tl::unexpected{too_hard(path)};
  if (map.Style() == YAML::EmitterStyle::Flow) {
    const std::size_t open = text.find('{', offset_of(map.Mark()));
    if (open == std::string::npos) return tl::unexpected{too_hard(path)};
    return text.insert(open + 1, fmt::format("{}: {}, ", key, value));
  }
  const YAML::Node first = map.begin()->first;
  const std::size_t at = offset_of(first.Mark());
  const std::size_t indent = at - line_start(text, at);
  // In front of the first key, which may stand behind the dash of a list.
  return text.insert(at, fmt::format("{}: {}\n{}", key, value, std::string(indent, ' ')));
}

Result<YAML::Node> load(const std::string& text) {
  try {
    return YAML::Load(text);
  } catch (const YAML::Exception& fault) {
    return fail(ErrorKind::invalid_input,
                fmt::format("{}:{}: {}", fault.mark.line + 1, fault.mark.column + 1, fault.msg));
  }
}

// Whether the value at the path reads as wanted; nothing wanted: it must not be there.
bool reads_as(const std::string& text, const std::vector<Step>& steps,
              const std::optional<std::string>& wanted) {
  try {
    YAML::Node node = YAML::Load(text);
    for (const Step& step : steps) {
      const YAML::Node child = child_of(node, step);
      if (!child.IsDefined()) return !wanted.has_value();
      node.reset(child);
    }
    if (!wanted) return false;
    YAML::Emitter is, should;
    is << node;
    should << YAML::Load(*wanted);
    return node.IsScalar() ? node.Scalar() == YAML::Load(*wanted).Scalar() : is.size() > 0;
  } catch (const YAML::Exception&) {
    return false;
  }
}

}  // namespace

Result<std::string> set_yaml(const std::string& text, const std::string& path,
                             const std::string& json_value) {
  const auto steps = read_path(path);
  if (!steps) return tl::unexpected{steps.error()};
  const auto root = load(text);
  if (!root) return tl::unexpected{root.error()};
  YAML::Node node = *root;
  Result<std::string> made = text;
  for (std::size_t i = 0; i < steps->size(); ++i) {
    const YAML::Node child = child_of(node, (*steps)[i]);
    if (child.IsDefined()) {
      node.reset(child);
      continue;
    }
    if (!node.IsMap() || (*steps)[i].index) return tl::unexpected{too_hard(path)};
    std::string value = json_value;
    for (std::size_t k = steps->size(); k-- > i + 1;) {
      if ((*steps)[k].index) return tl::unexpected{too_hard(path)};
      value = fmt::format("{{{}: {}}}", (*steps)[k].key, value);
    }
    made = add_key(text, node, (*steps)[i].key, value, path);
    if (made && !reads_as(*made, *steps, json_value)) return tl::unexpected{too_hard(path)};
    return made;
  }
  if (!node.IsScalar()) return tl::unexpected{too_hard(path)};
  const std::size_t from = offset_of(node.Mark());
  const auto end = end_of_scalar(text, from, node);
  if (!end) return tl::unexpected{too_hard(path)};
  std::string changed = text;
  changed.replace(from, *end - from, json_value);
  if (!reads_as(changed, *steps, json_value)) return tl::unexpected{too_hard(path)};
  return changed;
}

Result<std::string> remove_yaml(const std::string& text, const std::string& path) {
  const auto steps = read_path(path);
  if (!steps) return tl::unexpected{steps.error()};
  const auto root = load(text);
  if (!root) return tl::unexpected{root.error()};
  YAML::Node node = *root;
  for (std::size_t i = 0; i + 1 < steps->size(); ++i) {
    const YAML::Node child = child_of(node, (*steps)[i]);
    if (!child.IsDefined()) return text;
    node.reset(child);
  }
  const Step& last = steps->back();
  if (last.index || !node.IsMap() || !child_of(node, last).IsDefined())
    return last.index ? Result<std::string>{tl::unexpected{too_hard(path)}} : text;
  if (node.Style() == YAML::EmitterStyle::Flow || node.size() < 2)
    return tl::unexpected{too_hard(path)};
  for (auto each = node.begin(); each != node.end(); ++each) {
    if (each->first.Scalar() != last.key) continue;
    const std::size_t key_at = offset_of(each->first.Mark());
    const std::size_t from = line_start(text, key_at);
    if (text.find_first_not_of(' ', from) != key_at) return tl::unexpected{too_hard(path)};
    // Up to the next line that is not deeper than the key; comments behind the value go with it.
    std::size_t end = std::min(text.find('\n', key_at), text.size());
    while (end < text.size()) {
      const std::size_t next = end + 1;
      const std::size_t first = text.find_first_not_of(' ', next);
      const bool is_deeper =
          first != std::string::npos && text[first] != '\n' &&
          (first - next > key_at - from || (first - next == key_at - from && text[first] == '-'));
      if (!is_deeper) break;
      end = std::min(text.find('\n', next), text.size());
    }
    std::string changed = text;
    changed.erase(from, std::min(end + 1, text.size()) - from);
    if (!reads_as(changed, *steps, std::nullopt)) return tl::unexpected{too_hard(path)};
    return changed;
  }
  return text;
}

}  // namespace ohmstead::describe
