#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "ohmstead/describe/edit_yaml.hpp"

namespace ohmstead::describe {
namespace {

std::vector<std::string_view> lines_of(const std::string& text) {
  std::vector<std::string_view> lines;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.emplace_back(text.data() + from, end - from);
    from = end + 1;
  }
  return lines;
}

struct Line {
  char mark = ' ';
  std::string_view text;
  std::size_t before = 0, after = 0;  // numbers, from 0 on
};

// By the longest common subsequence of the lines between what both texts begin and end with.
std::vector<Line> compare(const std::vector<std::string_view>& a,
                          const std::vector<std::string_view>& b) {
  std::size_t head = 0, tail = 0;
  const std::size_t least = std::min(a.size(), b.size());
  while (head < least && a[head] == b[head]) ++head;
  while (tail < least - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  const std::size_t n = a.size() - head - tail, m = b.size() - head - tail;
  std::vector<std::vector<std::uint32_t>> common(n + 1, std::vector<std::uint32_t>(m + 1, 0));
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = m; j-- > 0;) {
      common[i][j] = a[head + i] == b[head + j] ? common[i + 1][j + 1] + 1
                                                : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::vector<Line> lines;
  lines.reserve(a.size() + b.size());
  for (std::size_t i = 0; i < head; ++i) lines.push_back({' ', a[i], i, i});
  std::size_t i = 0, j = 0;
  while (i < n || j < m) {
    const std::size_t at = head + i, to = head + j;
    if (i < n && j < m && a[at] == b[to]) {
      lines.push_back({' ', a[at], at, to});
      ++i, ++j;
    } else if (j == m || (i < n && common[i + 1][j] >= common[i][j + 1])) {
      lines.push_back({'-', a[at], at, to});
      ++i;
    } else {
      lines.push_back({'+', b[to], at, to});
      ++j;
    }
  }
  for (std::size_t k = 0; k < tail; ++k) {
    const std::size_t at = a.size() - tail + k;
    lines.push_back({' ', a[at], at, b.size() - tail + k});
  }
  return lines;
}

}  // namespace

std::string unified_diff(const std::string& before, const std::string& after) {
  constexpr std::size_t k_around = 3;
  constexpr std::size_t k_most_lines = 5000;
  if (before == after) return {};
  const auto a = lines_of(before), b = lines_of(after);
  if (a.size() > k_most_lines || b.size() > k_most_lines) return "(too long to compare)\n";
  const std::vector<Line> lines = compare(a, b);
  std::string text;
  std::size_t shown_until = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].mark == ' ' || i < shown_until) continue;
    const std::size_t from = std::max(shown_until, i - std::min(i, k_around));
    std::size_t to = i;
    for (std::size_t k = i; k < lines.size() && k <= to + 2 * k_around; ++k)
      if (lines[k].mark != ' ') to = k;
    to = std::min(lines.size(), to + 1 + k_around);
    std::size_t old_count = 0, new_count = 0;
    for (std::size_t k = from; k < to; ++k) {
      old_count += lines[k].mark != '+' ? 1 : 0;
      new_count += lines[k].mark != '-' ? 1 : 0;
    }
    text += fmt::format("@@ -{},{} +{},{} @@\n", lines[from].before + 1, old_count,
                        lines[from].after + 1, new_count);
    for (std::size_t k = from; k < to; ++k)
      text += fmt::format("{}{}\n", lines[k].mark, lines[k].text);
    shown_until = to;
  }
  return text;
}

}  // namespace ohmstead::describe
