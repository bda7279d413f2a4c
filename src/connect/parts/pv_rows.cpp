#include "parts/pv_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace ohmstead::connect {
namespace {

using base::Power;
using base::Time;

constexpr double k_most_of_peak = 2.0;
constexpr Power k_any_roof{100'000.0};

const home::PvSlot* slot_at(const home::PvForecast& forecast, Time time) {
  const auto next =
      std::upper_bound(forecast.slots.begin(), forecast.slots.end(), time,
                       [](Time instant, const home::PvSlot& slot) { return instant < slot.from; });
  if (next == forecast.slots.begin()) return nullptr;
  const home::PvSlot& slot = *(next - 1);
  return time < slot.to ? &slot : nullptr;
}

std::optional<Power> sum(std::optional<Power> a, std::optional<Power> b) {
  if (!a || !b) return std::nullopt;
  return *a + *b;
}

}  // namespace

std::optional<Power> peak_of(const std::vector<home::PvPlane>& planes) {
  Power peak;
  for (const home::PvPlane& plane : planes) peak += plane.peak;
  if (planes.empty()) return std::nullopt;
  return peak;
}

home::PvForecast PvRows::finish(std::string source, std::optional<Power> peak,
                                describe::Problems& problems) {
  std::stable_sort(rows_.begin(), rows_.end(),
                   [](const Row& a, const Row& b) { return a.slot.from < b.slot.from; });
  const Power most = peak ? *peak * k_most_of_peak : k_any_roof;
  home::PvForecast forecast{{}, std::move(source)};
  forecast.slots.reserve(rows_.size());
  for (const auto& [slot, path] : rows_) {
    const auto is_impossible = [&](std::optional<Power> power) {
      return power && (*power < Power{} || *power > most);
    };
    if (slot.to <= slot.from) {
      problems.add(path, "ends before it begins");
    } else if (is_impossible(slot.power) || is_impossible(slot.p10) || is_impossible(slot.p90)) {
      problems.add(path, fmt::format("{:g} kW is more than the roof can give, or less than nothing",
                                     slot.power.value()));
    } else if (!forecast.slots.empty() && slot.from < forecast.slots.back().to) {
      const home::PvSlot& last = forecast.slots.back();
      const bool is_same = last.from == slot.from && last.to == slot.to && last.power == slot.power;
      if (!is_same)
        problems.add(path,
                     fmt::format("overlaps another row, at {}", base::format_time(slot.from)));
    } else {
      forecast.slots.push_back(slot);
    }
  }
  rows_.clear();
  return forecast;
}

home::PvForecast sum_of(const std::vector<home::PvForecast>& parts) {
  home::PvForecast total;
  if (parts.empty()) return total;
  total.source = parts.front().source;
  std::set<Time> borders;
  for (const home::PvForecast& part : parts) {
    for (const home::PvSlot& slot : part.slots) {
      borders.insert(slot.from);
      borders.insert(slot.to);
    }
  }
  for (auto border = borders.begin(); border != borders.end(); ++border) {
    const auto next = std::next(border);
    if (next == borders.end()) break;
    home::PvSlot whole{*border, *next, Power{}, Power{}, Power{}};
    const bool is_known = std::all_of(parts.begin(), parts.end(), [&](const auto& part) {
      const home::PvSlot* slot = slot_at(part, *border);
      if (slot == nullptr) return false;
      whole.power += slot->power;
      whole.p10 = sum(whole.p10, slot->p10);
      whole.p90 = sum(whole.p90, slot->p90);
      return true;
    });
    if (is_known) total.slots.push_back(whole);
  }
  return total;
}

}  // namespace ohmstead::connect
