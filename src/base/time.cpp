#include "ohmstead/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace ohmstead::base {
namespace {

using namespace std::chrono;

// Reads exactly `digits` decimal digits at `text[at]`.
std::optional<int> read_digits(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool has_char(std::string_view text, std::size_t at, std::string_view allowed) {
  return at < text.size() && allowed.find(text[at]) != std::string_view::npos;
}

// The offset at the end of an RFC 3339 text: Z, z, +hh:mm or -hh:mm.
std::optional<Seconds> read_offset(std::string_view text, std::size_t at) {
  if (at + 1 == text.size() && has_char(text, at, "Zz")) return Seconds{0};
  if (at + 6 != text.size() || !has_char(text, at, "+-") || !has_char(text, at + 3, ":")) {
    return std::nullopt;
  }
  const auto offset_h = read_digits(text, at + 1, 2);
  const auto offset_min = read_digits(text, at + 4, 2);
  if (!offset_h || !offset_min || *offset_h > 23 || *offset_min > 59) return std::nullopt;
  const Seconds size = std::chrono::hours{*offset_h} + minutes{*offset_min};
  return text[at] == '-' ? -size : size;
}

std::size_t skip_fraction(std::string_view text, std::size_t at) {
  if (!has_char(text, at, ".")) return at;
  std::size_t end = at + 1;
  while (has_char(text, end, "0123456789")) ++end;
  return end == at + 1 ? at : end;
}

}  // namespace

Result<Time> parse_time(std::string_view text) {
  const auto bad = [&] {
    return fail(ErrorKind::invalid_input,
                fmt::format("'{}' is not a time like 2024-06-24T10:15:00Z", text));
  };
  const auto y = read_digits(text, 0, 4), mo = read_digits(text, 5, 2), d = read_digits(text, 8, 2);
  const auto h = read_digits(text, 11, 2), mi = read_digits(text, 14, 2),
             s = read_digits(text, 17, 2);
  const bool has_marks = has_char(text, 4, "-") && has_char(text, 7, "-") &&
                         has_char(text, 10, "Tt ") && has_char(text, 13, ":") &&
                         has_char(text, 16, ":");
  if (!has_marks || !y || !mo || !d || !h || !mi || !s) return bad();
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)},
                            day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *h > 23 || *mi > 59 || *s > 59) return bad();
  const auto offset = read_offset(text, skip_fraction(text, 19));
  if (!offset) return bad();
  return sys_days{date} + std::chrono::hours{*h} + minutes{*mi} + Seconds{*s} - *offset;
}

std::string format_time(Time time) {
  const auto midnight = floor<days>(time);
  const year_month_day date{midnight};
  const hh_mm_ss clock{time - midnight};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

Result<SlotGrid> SlotGrid::make(Time start, const std::vector<Seconds>& durations) {
  SlotGrid grid;
  grid.bounds_.reserve(durations.size() + 1);
  grid.bounds_.push_back(start);
  for (const Seconds duration : durations) {
    if (duration < Seconds{1}) {
      return fail(ErrorKind::invalid_input, "every slot must last at least one second");
    }
    grid.bounds_.push_back(grid.bounds_.back() + duration);
  }
  return grid;
}

SlotGrid SlotGrid::uniform(Time start, Seconds step, std::size_t count) {
  expect(step >= Seconds{1}, "a slot must last at least one second");
  SlotGrid grid;
  grid.bounds_.reserve(count + 1);
  for (std::size_t i = 0; i <= count; ++i)
    grid.bounds_.push_back(start + step * static_cast<long>(i));
  return grid;
}

SlotGrid SlotGrid::aligned(Time start, Time end, Seconds step) {
  expect(step >= Seconds{1} && start <= end, "a slot grid must have a step and run forward");
  SlotGrid grid;
  grid.bounds_.reserve(static_cast<std::size_t>((end - start) / step) + 2);
  grid.bounds_.push_back(start);
  for (Time bound = floor_to(start, step) + step; bound < end; bound += step) {
    grid.bounds_.push_back(bound);
  }
  if (start < end) grid.bounds_.push_back(end);
  return grid;
}

Hours SlotGrid::total_hours() const {
  return is_empty() ? Hours{} : base::hours(bounds_.back() - bounds_.front());
}

std::optional<std::size_t> SlotGrid::find(Time time) const {
  if (is_empty() || time < bounds_.front() || time >= bounds_.back()) return std::nullopt;
  const auto next = std::upper_bound(bounds_.begin(), bounds_.end(), time);
  return static_cast<std::size_t>(next - bounds_.begin()) - 1;
}

std::optional<Seconds> SlotGrid::uniform_step() const {
  if (is_empty()) return std::nullopt;
  const Seconds step = duration(0);
  for (std::size_t slot = 1; slot < count(); ++slot) {
    if (duration(slot) != step) return std::nullopt;
  }
  return step;
}

Time floor_to(Time time, Seconds step) {
  const auto since_epoch = time.time_since_epoch();
  const auto remainder = ((since_epoch % step) + step) % step;
  return time - remainder;
}

}  // namespace ohmstead::base
