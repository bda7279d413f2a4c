// An override: what a person, or a schedule of the site file, wants of a device from a time to a
// time.
//
// The planner sees overrides as the case's manual_blocks and plans the rest around them. One that
// has begun is active until its end. Units: per cent of a battery's capacity, times UTC. Thread
// rule: plain values, pure functions.
//
//   Result<OverrideWish> wish = read_override_wish(body, site);
//   Result<Override> made = make_override(site, *wish, now);
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

// rule: one of the home's own, such as heating against legionella; goes before the plan, behind
// schedules.
enum class OverrideSource { manual, schedule, rule };
constexpr auto names_of(OverrideSource) {
  return std::array<std::string_view, 3>{"manual", "schedule", "rule"};
}

struct Override {
  std::int64_t id = 0;  // of manual ones, from 1 on
  ManualKind kind = ManualKind::hold;
  std::string device;
  base::Time from;
  base::Time until;
  std::optional<double> target_soc_pct;
  OverrideSource source = OverrideSource::manual;
  std::string by;  // who asked
  // Who asked must ask again this often, or it ends; 0: nobody need.
  base::Seconds heartbeat{0};
  base::Time beat_at;  // asked last
  std::string why;     // of a rule, in words
};

// Its end, as far as is known now.
[[nodiscard]] inline base::Time end_of(const Override& each) {
  return each.heartbeat.count() > 0 ? std::min(each.until, each.beat_at + each.heartbeat)
                                    : each.until;
}

// As people ask: absent times are now and 90 minutes later, an absent device is the only battery.
struct OverrideWish {
  ManualKind kind = ManualKind::hold;
  std::string device;
  std::optional<base::Time> from;
  std::optional<base::Time> until;
  std::optional<double> minutes;  // instead of until
  std::optional<double> target_soc_pct;
  std::string by;
  std::optional<double> heartbeat_s;  // absent times of one that beats: now and a day later
};

inline constexpr std::chrono::minutes k_usual_override{90};
inline constexpr std::chrono::days k_longest_override{14};

// One wish, or {"overrides": [...]}; every problem with its place. A wish that cannot be read still
// tells whether its device is one of the home.
[[nodiscard]] base::Result<OverrideWish> read_override_wish(const std::string& text,
                                                            const Site& site);
[[nodiscard]] base::Result<std::vector<OverrideWish>> read_override_wishes(const std::string& text);
// Checks what the home can do; every problem with its place below `path`.
[[nodiscard]] base::Result<Override> make_override(const Site& site, const OverrideWish& wish,
                                                   base::Time now, const std::string& path = {});

[[nodiscard]] ManualBlock to_block(const Override& asked);

// As they are kept: {"overrides": [...]}.
[[nodiscard]] std::string write_overrides(const std::vector<Override>& all);
[[nodiscard]] base::Result<std::vector<Override>> read_overrides(const std::string& text);

}  // namespace ohmstead::home
