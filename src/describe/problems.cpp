#include "ohmstead/describe/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>

namespace ohmstead::describe {
namespace {

constexpr std::size_t k_max_lines = 100;

// Removes the first step of a path such as `a.b[3].c` and returns it: "a", "b", "[3]", "c".
std::string_view take_step(std::string_view& path) {
  if (!path.empty() && path.front() == '.') path.remove_prefix(1);
  const auto end = path.find_first_of(".[", 1);
  const std::string_view step = path.substr(0, end);
  path.remove_prefix(step.size());
  return step;
}

const Node* follow(const Node& node, std::string_view step) {
  if (step.empty() || step.front() != '[') return node.find(step);
  std::size_t index = 0;
  std::from_chars(step.data() + 1, step.data() + step.size(), index);
  return index < node.items.size() ? &node.items[index] : nullptr;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

Problems::Place Problems::find_place(std::string_view path, bool is_about_key) const {
  const Node* node = root_;
  Place place{root_->line, root_->column};
  while (!path.empty()) {
    const std::string_view step = take_step(path);
    const Member* member = path.empty() && is_about_key ? node->find_member(step) : nullptr;
    if (member != nullptr) return {member->line, member->column};
    node = follow(*node, step);
    if (node == nullptr) break;
    place = {node->line, node->column};
  }
  return place;
}

Problems::Problems(std::string file, const Node& root) : file_{std::move(file)}, root_{&root} {
  for (const DoubledKey& doubled : root.doubled_keys) {
    add_at(doubled.path, {doubled.line, doubled.column}, "the key stands here twice");
  }
}

void Problems::add(std::string_view path, std::string_view message) {
  add_at(path, find_place(path, false), message);
}

void Problems::add_about_key(std::string_view path, std::string_view message) {
  add_at(path, find_place(path, true), message);
}

void Problems::add_at(std::string_view path, Place place, std::string_view message) {
  if (lines_.size() >= k_max_lines) {
    ++more_;
    return;
  }
  if (!path.empty() && std::find(paths_.begin(), paths_.end(), path) != paths_.end()) return;
  std::string line = file_;
  if (place.line > 0) line += fmt::format(":{}:{}", place.line, place.column);
  line += ": ";
  if (!path.empty()) line += fmt::format("{}: ", path);
  line += message;
  lines_.push_back(std::move(line));
  paths_.emplace_back(path);
  places_.push_back(place);
}

bool Problems::has_below(std::string_view path) const {
  return std::any_of(paths_.begin(), paths_.end(), [&](const std::string& other) {
    const bool starts = other.starts_with(path);
    return starts &&
           (other.size() == path.size() || other[path.size()] == '.' || other[path.size()] == '[');
  });
}

bool Problems::has_about(std::string_view path) const {
  const bool is_contained =
      std::any_of(paths_.begin(), paths_.end(), [&](const std::string& other) {
        return path.starts_with(other) && path.size() > other.size() &&
               (path[other.size()] == '.' || path[other.size()] == '[');
      });
  return is_contained || has_below(path);
}

base::Error Problems::to_error() const {
  std::vector<std::size_t> order(lines_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
    return std::pair{places_[a].line, places_[a].column} <
           std::pair{places_[b].line, places_[b].column};
  });
  base::Error error{base::ErrorKind::invalid_input, {}, std::nullopt};
  for (const std::size_t index : order) {
    if (!error.message.empty()) error.message += '\n';
    error.message += lines_[index];
  }
  if (more_ > 0) error.message += fmt::format("\n{}: and {} more problems", file_, more_);
  if (!places_.empty() && places_[order.front()].line > 0) {
    const Place place = places_[order.front()];
    error.position = base::SourcePos{file_, place.line, place.column};
  }
  return error;
}

std::string join_path(std::string_view parent, std::string_view key) {
  return parent.empty() ? std::string{key} : fmt::format("{}.{}", parent, key);
}

std::string join_path(std::string_view parent, std::size_t index) {
  return fmt::format("{}[{}]", parent, index);
}

std::string nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::string best;
  std::size_t best_distance = word.size() + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t longer = std::max(word.size(), candidate.size());
    const std::size_t allowed = longer <= 3 ? 1 : std::max<std::size_t>(2, longer * 4 / 9);
    // A key with its unit left off or added is near, however long the unit is.
    const bool is_prefix =
        !word.empty() && (candidate.starts_with(word) || word.starts_with(candidate));
    const std::size_t distance = is_prefix ? 1 : edit_distance(word, candidate);
    if (distance <= allowed && distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace ohmstead::describe
