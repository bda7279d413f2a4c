#include "ohmstead/home/override.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "check_parts.hpp"
#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/write.hpp"
#include "ohmstead/home/manual_wish.hpp"
#include "override_fields.hpp"

namespace ohmstead::home {
namespace {

template <class T>
base::Result<T> read(const std::string& text) {
  auto tree = describe::parse_json(text, "body");
  if (!tree) return tl::unexpected{tree.error()};
  T value;
  describe::Problems problems{"body", *tree};
  describe::read_fields(*tree, value, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return value;
}

bool is_battery(const Site& site, const std::string& id) {
  return std::any_of(site.batteries.begin(), site.batteries.end(),
                     [&](const SiteBattery& battery) { return battery.id == id; });
}

std::string list_batteries(const Site& site) {
  std::string list;
  for (const SiteBattery& battery : site.batteries) list += (list.empty() ? "" : ", ") + battery.id;
  return list;
}

std::string unknown_device(const std::string& id) {
  return fmt::format("'{}' is no battery, car, heater or appliance", id);
}

void check_device(const Site& site, const Override& made, const std::string& path,
                  Problems& problems) {
  const std::string place = join_path(path, "device");
  if (made.device.empty()) {
    return problems.add(place, site.batteries.empty() ? "the home has no battery: name a device"
                                                      : "name one of " + list_batteries(site));
  }
  const auto kinds = manual_kinds_of(site, made.device);
  if (kinds.empty()) {
    problems.add(place, unknown_device(made.device));
  } else if (std::find(kinds.begin(), kinds.end(), made.kind) == kinds.end()) {
    problems.add(join_path(path, "kind"),
                 fmt::format("{} knows {}", made.device, list_names(kinds)));
  }
}

}  // namespace

base::Result<OverrideWish> read_override_wish(const std::string& text, const Site& site) {
  auto tree = describe::parse_json(text, "body");
  if (!tree) return tl::unexpected{tree.error()};
  OverrideWish wish;
  describe::Problems problems{"body", *tree};
  describe::read_fields(*tree, wish, problems);
  if (problems.is_empty()) return wish;
  if (!wish.device.empty() && manual_kinds_of(site, wish.device).empty())
    problems.add("device", unknown_device(wish.device));
  return tl::unexpected{problems.to_error()};
}

base::Result<std::vector<OverrideWish>> read_override_wishes(const std::string& text) {
  auto all = read<WishedOverrides>(text);
  if (!all) return tl::unexpected{all.error()};
  return std::move(all->overrides);
}

base::Result<Override> make_override(const Site& site, const OverrideWish& wish, base::Time now,
                                     const std::string& path) {
  const describe::Node nothing;
  Problems problems{"body", nothing};
  Override made;
  made.kind = wish.kind;
  made.device = wish.device;
  if (made.device.empty() && site.batteries.size() == 1) made.device = site.batteries.front().id;
  made.from = std::max(wish.from.value_or(now), now);
  const base::Seconds length = wish.minutes
                                   ? base::Seconds{static_cast<std::int64_t>(60.0 * *wish.minutes)}
                                   : base::Seconds{k_usual_override};
  made.until = wish.until.value_or(made.from + length);
  if (wish.heartbeat_s) {
    made.heartbeat = base::Seconds{static_cast<std::int64_t>(*wish.heartbeat_s)};
    made.beat_at = made.from;
    if (!wish.until && !wish.minutes) made.until = made.from + std::chrono::days{1};
  }
  made.target_soc_pct = wish.target_soc_pct;
  made.by = wish.by;
  check_device(site, made, path, problems);
  if (wish.until && wish.minutes)
    problems.add(join_path(path, "minutes"), "give either minutes or until");
  if (made.until <= made.from)
    problems.add(join_path(path, "until"), "must be after from, and after now");
  if (made.until > now + k_longest_override)
    problems.add(join_path(path, "until"), "at most 14 days ahead");
  const bool has_aim = made.kind == ManualKind::charge || made.kind == ManualKind::export_;
  if (made.target_soc_pct && !(has_aim && is_battery(site, made.device)))
    problems.add(join_path(path, "target_soc_pct"),
                 "only charge and export of batteries have a target");
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return made;
}

ManualBlock to_block(const Override& asked) {
  ManualBlock block;
  block.kind = asked.kind;
  block.device = asked.device;
  block.start = asked.from;
  block.end = asked.until;
  block.target_soc_pct = asked.target_soc_pct;
  return block;
}

std::string write_overrides(const std::vector<Override>& all) {
  return describe::write_json(KeptOverrides{all});
}

base::Result<std::vector<Override>> read_overrides(const std::string& text) {
  auto all = read<KeptOverrides>(text);
  if (!all) return tl::unexpected{all.error()};
  return std::move(all->overrides);
}

}  // namespace ohmstead::home
