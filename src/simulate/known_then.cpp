#include "ohmstead/simulate/known_then.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "learned_prices.hpp"
#include "load_profile.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/simulate/learned_forecasts.hpp"

namespace ohmstead::simulate {
namespace {

using base::ErrorKind;
using base::fail;
using base::Power;
using base::Result;
using base::Seconds;
using base::Time;

constexpr std::int64_t k_pv_days = 7;
constexpr std::int64_t k_forecast_days = 14;
// What the forecast is trusted without having been compared, in kWh; and how far it is corrected.
constexpr double k_forecast_trust_kwh = 0.5;
constexpr double k_lowest_correction = 0.5;
constexpr double k_highest_correction = 2.0;
constexpr double k_dark_kw = 0.020;
// So long must the sun have been seen in the last days before a dark quarter-hour proves night.
constexpr double k_least_sun_h = 2.0;
constexpr double k_surprise_trust = 0.75;
constexpr double k_surprise_half_life_h = 1.0;
constexpr double k_surprise_end_h = 8.0;
constexpr double k_assumed_load_kw = 0.5;

}  // namespace

struct KnownThen::State {
  State(const home::Site& site, const History& measured, base::Zone local, Foresight whose);

  [[nodiscard]] Time known_until(Time now) const;
  [[nodiscard]] std::int64_t slot_of(Time time) const;
  void fill_spot(home::Outlook& outlook) const;
  void fill_load(home::Outlook& outlook) const;
  void fill_pv(home::Outlook& outlook) const;
  void fill_weather(home::Outlook& outlook) const;
  void fill_power(home::Outlook& outlook) const;
  void fill_naive(home::Outlook& outlook) const;
  void fill_perfect(home::Outlook& outlook) const;
  [[nodiscard]] bool has_seen_sun(std::size_t now_slot) const;
  struct SeenPv {
    double mean_kw = 0.0;
    double highest_kw = 0.0;
  };
  [[nodiscard]] SeenPv seen_pv(std::int64_t slot, std::size_t now_slot) const;
  [[nodiscard]] double forecast_correction(std::int64_t slot, std::size_t now_slot) const;

  const History& history;
  Foresight foresight;
  std::optional<LearnedForecasts> learned;
  std::optional<LearnedPrices> learned_prices;
  base::Zone zone;
  Seconds step;
  Seconds published_at;
  Seconds horizon;
  forecast::LocalRaster raster;
  LoadProfile profile;
  std::vector<std::uint32_t> sunny_before;  // slots before each slot in which PV was measured
  struct ComparedPv {
    double measured_kw = 0.0;
    double forecast_kw = 0.0;
  };
  std::vector<ComparedPv> compared_before;  // sums over the slots before, where both are known
};

KnownThen::State::State(const home::Site& site, const History& measured, base::Zone local,
                        Foresight whose)
    : history{measured},
      foresight{whose},
      zone{std::move(local)},
      step{std::chrono::minutes{site.planning.step_min}},
      published_at{site.sources.prices ? static_cast<std::int64_t>(std::lround(
                                             site.sources.prices->published_at_h * 3600.0))
                                       : 0},
      horizon{static_cast<std::int64_t>(std::lround(site.planning.horizon_h * 3600.0))},
      raster{measured.slots, zone},
      profile{measured.load, raster} {
  if (whose == Foresight::learned) learned.emplace(site, measured, zone);
  if (whose == Foresight::learned && !measured.spot.is_empty())
    learned_prices.emplace(measured, zone, published_at);
  sunny_before.push_back(0);
  compared_before.emplace_back();
  for (std::size_t slot = 0; slot < measured.slots.count(); ++slot) {
    const bool is_sunny =
        measured.pv.is_measured(slot) && measured.pv.power[slot].value() > k_dark_kw;
    sunny_before.push_back(sunny_before.back() + (is_sunny ? 1 : 0));
    ComparedPv sums = compared_before.back();
    if (measured.pv.is_measured(slot) && measured.pv_forecast.is_measured(slot)) {
      sums.measured_kw += measured.pv.power[slot].value();
      sums.forecast_kw += measured.pv_forecast.power[slot].value();
    }
    compared_before.push_back(sums);
  }
}

std::int64_t KnownThen::State::slot_of(Time time) const {
  return (base::floor_to(time, step) - history.slots.start(0)) / step;
}

Time KnownThen::State::known_until(Time now) const {
  const Time furthest = now + horizon;
  if (history.spot.is_empty()) return furthest;
  return std::min(furthest, history.spot.known_until(now));
}

void KnownThen::State::fill_spot(home::Outlook& outlook) const {
  const base::SlotGrid& slots = outlook.slots;
  outlook.spot = base::Series<base::EnergyPrice>{slots.count()};
  if (history.spot.is_empty()) return;
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    if (outlook.spot_until && slots.end(slot) > *outlook.spot_until) break;
    outlook.spot.set(slot, history.spot.mean(slots.start(slot), slots.end(slot)));
  }
  if (outlook.spot_until) learned_prices->fill(outlook, slots.start(0));
}

void KnownThen::State::fill_load(home::Outlook& outlook) const {
  const base::SlotGrid& slots = outlook.slots;
  const Time now = slots.start(0);
  const std::size_t now_slot = history.load.known_slots(now);
  const std::optional<double> usual = profile.usual_kw(now_slot);
  const double surprise = profile.surprise_kw(now_slot);
  const auto in_history = static_cast<std::int64_t>(history.slots.count());
  const std::int64_t first = slot_of(now);
  outlook.load = base::Series<Power>{slots.count()};
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    const std::int64_t place = first + static_cast<std::int64_t>(slot);
    const std::int64_t index = place >= 0 && place < in_history
                                   ? raster.index(static_cast<std::size_t>(place))
                                   : raster.index_at(slots.start(slot));
    double kw = profile.expected_kw(index, now_slot).value_or(usual.value_or(k_assumed_load_kw));
    const double ahead_h =
        base::hours(slots.start(slot) - now).value() + 0.5 * slots.hours(slot).value();
    if (ahead_h < k_surprise_end_h) {
      kw += k_surprise_trust * surprise * std::exp2(-ahead_h / k_surprise_half_life_h);
    }
    outlook.load.set(slot, Power{std::max(0.0, kw)});
  }
  if (!usual) {
    outlook.notes.push_back(
        fmt::format("no consumption was measured before: {} kW assumed", k_assumed_load_kw));
  }
}

bool KnownThen::State::has_seen_sun(std::size_t now_slot) const {
  const auto window = static_cast<std::size_t>(k_pv_days * raster.per_day());
  const std::size_t first = now_slot > window ? now_slot - window : 0;
  const std::uint32_t sunny = sunny_before[now_slot] - sunny_before[first];
  return sunny * base::hours(step).value() >= k_least_sun_h;
}

// What was measured at the time of day (UTC) of `slot` in the 7 days before `now_slot`.
KnownThen::State::SeenPv KnownThen::State::seen_pv(std::int64_t slot, std::size_t now_slot) const {
  const auto now = static_cast<std::int64_t>(now_slot);
  const std::int64_t per_day = raster.per_day();
  SeenPv seen;
  double sum = 0.0;
  std::size_t count = 0;
  std::int64_t then = slot - per_day;
  if (then >= now) then -= (then - now + per_day) / per_day * per_day;
  for (; then >= 0 && then >= now - k_pv_days * per_day; then -= per_day) {
    const auto place = static_cast<std::size_t>(then);
    if (!history.pv.is_measured(place)) continue;
    const double kw = history.pv.power[place].value();
    sum += kw;
    ++count;
    seen.highest_kw = std::max(seen.highest_kw, kw);
  }
  if (count > 0) seen.mean_kw = sum / static_cast<double>(count);
  return seen;
}

// Measured by forecast PV around the time of day of `slot`, in the 14 days before `now_slot`.
double KnownThen::State::forecast_correction(std::int64_t slot, std::size_t now_slot) const {
  const auto now = static_cast<std::int64_t>(now_slot);
  const std::int64_t per_day = raster.per_day();
  const std::int64_t around = std::max<std::int64_t>(1, per_day / 24);
  const std::int64_t first = std::max<std::int64_t>(0, now - k_forecast_days * per_day);
  ComparedPv seen;
  for (std::int64_t then = slot - per_day; then + around >= first; then -= per_day) {
    const std::int64_t from = std::max(then - around, first);
    const std::int64_t end = std::min(then + around + 1, now);
    if (from >= end) continue;
    const ComparedPv& before = compared_before[static_cast<std::size_t>(from)];
    const ComparedPv& after = compared_before[static_cast<std::size_t>(end)];
    seen.measured_kw += after.measured_kw - before.measured_kw;
    seen.forecast_kw += after.forecast_kw - before.forecast_kw;
  }
  const double trust_kw = k_forecast_trust_kwh / base::hours(step).value();
  return std::clamp((seen.measured_kw + trust_kw) / (seen.forecast_kw + trust_kw),
                    k_lowest_correction, k_highest_correction);
}

void KnownThen::State::fill_pv(home::Outlook& outlook) const {
  const base::SlotGrid& slots = outlook.slots;
  const std::int64_t first = slot_of(slots.start(0));
  const auto in_history = static_cast<std::int64_t>(history.slots.count());
  const std::size_t now_slot = history.pv.known_slots(slots.start(0));
  const bool knows_night = has_seen_sun(now_slot);
  double unforecast_h = 0.0;
  outlook.pv = base::Series<Power>{slots.count()};
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    const std::int64_t place = first + static_cast<std::int64_t>(slot);
    const bool is_forecast = place >= 0 && place < in_history &&
                             history.pv_forecast.is_measured(static_cast<std::size_t>(place));
    const double forecast_kw =
        is_forecast ? history.pv_forecast.power[static_cast<std::size_t>(place)].value() : 0.0;
    if (is_forecast && forecast_kw <= k_dark_kw) {
      outlook.pv.set(slot, Power{forecast_kw});
      continue;
    }
    const SeenPv seen = seen_pv(place, now_slot);
    const bool is_night = knows_night && seen.highest_kw <= k_dark_kw;
    if (is_forecast) {
      const double correction = is_night ? 0.0 : forecast_correction(place, now_slot);
      outlook.pv.set(slot, Power{forecast_kw * correction});
    } else {
      outlook.pv.set(slot, Power{seen.mean_kw});
      if (seen.mean_kw > k_dark_kw) unforecast_h += slots.hours(slot).value();
    }
  }
  if (unforecast_h > 0.0) {
    outlook.notes.push_back(fmt::format(
        "no PV forecast for {:.1f} h of sun: the mean of the last 7 days stands in", unforecast_h));
  }
}

// As it was at the same time (UTC) of the last day that is known.
void KnownThen::State::fill_weather(home::Outlook& outlook) const {
  if (history.outdoor.is_empty() && history.irradiance.is_empty()) return;
  const auto& known_at = history.weather_known_at;
  const auto unknown = std::upper_bound(known_at.begin(), known_at.end(), outlook.slots.start(0));
  const std::int64_t newest = unknown - known_at.begin() - 1;
  const auto last = static_cast<std::int64_t>(history.slots.count()) - 1;
  for (std::size_t slot = 0; slot < outlook.slots.count(); ++slot) {
    std::int64_t then = slot_of(outlook.slots.start(slot));
    if (then > newest)
      then -= (then - newest + raster.per_day() - 1) / raster.per_day() * raster.per_day();
    const auto place = static_cast<std::size_t>(std::clamp(then, std::int64_t{0}, last));
    if (!history.outdoor.is_empty()) outlook.outdoor.push_back(history.outdoor[place]);
    if (!history.irradiance.is_empty()) outlook.irradiance.push_back(history.irradiance[place]);
  }
  outlook.notes.emplace_back("the weather is expected as on the day before");
}

void KnownThen::State::fill_naive(home::Outlook& outlook) const {
  const Time now = outlook.slots.start(0);
  const std::size_t known_load = history.load.known_slots(now);
  const std::size_t known_pv = history.pv.known_slots(now);
  for (std::size_t slot = 0; slot < outlook.slots.count(); ++slot) {
    const std::int64_t place = slot_of(outlook.slots.start(slot));
    const auto week_before =
        raster.find(raster.index_at(outlook.slots.start(slot)) - 7 * raster.per_day());
    if (week_before && *week_before < known_load && history.load.is_measured(*week_before)) {
      outlook.load.set(slot, history.load.power[*week_before]);
    }
    std::int64_t then = place - raster.per_day();
    while (then >= static_cast<std::int64_t>(known_pv)) then -= raster.per_day();
    if (then < 0) continue;
    const auto before = static_cast<std::size_t>(then);
    if (history.pv.is_measured(before)) outlook.pv.set(slot, history.pv.power[before]);
  }
}

void KnownThen::State::fill_perfect(home::Outlook& outlook) const {
  for (std::size_t slot = 0; slot < outlook.slots.count(); ++slot) {
    const auto place = history.slots.find(outlook.slots.start(slot));
    if (!place) continue;
    if (history.load.origin[*place] != Origin::missing) {
      outlook.load.set(slot, history.load.power[*place]);
    }
    if (history.pv.origin[*place] != Origin::missing) {
      outlook.pv.set(slot, history.pv.power[*place]);
    }
  }
}

void KnownThen::State::fill_power(home::Outlook& outlook) const {
  if (learned) {
    learned->fill(outlook, outlook.slots.start(0));
    return;
  }
  fill_load(outlook);
  fill_pv(outlook);
  if (foresight == Foresight::naive) fill_naive(outlook);
  if (foresight == Foresight::perfect) fill_perfect(outlook);
}

KnownThen::KnownThen(std::unique_ptr<const State> state) : state_{std::move(state)} {}
KnownThen::~KnownThen() = default;
KnownThen::KnownThen(KnownThen&&) noexcept = default;
KnownThen& KnownThen::operator=(KnownThen&&) noexcept = default;

Result<KnownThen> KnownThen::make(const home::Site& site, const History& history,
                                  Foresight foresight) {
  if (home::needs_spot_prices(site) && !site.sources.prices)
    return base::fail(base::ErrorKind::invalid_input,
                      "sources.prices: missing; what was published then is needed here, and the "
                      "services of sources.live tell only of now");
  const auto zone = base::Zone::load(site.timezone);
  if (!zone) return tl::unexpected{zone.error()};
  return KnownThen{std::make_unique<const State>(site, history, *zone, foresight)};
}

Time KnownThen::published_until(Time now) const {
  const base::Zone& zone = state_->zone;
  const base::Date today = zone.date(now);
  const base::Date tomorrow = base::next_day(today);
  const bool is_published = now >= zone.at(today, state_->published_at);
  return zone.day_start(is_published ? base::next_day(tomorrow) : tomorrow);
}

Result<home::Outlook> KnownThen::at(Time now) const {
  const Time known = state_->known_until(now);
  if (known <= now) {
    return fail(ErrorKind::not_found,
                fmt::format("no price is known at {}", base::format_time(now)));
  }
  Time end = known;
  home::Outlook outlook;
  if (!state_->history.spot.is_empty()) {
    const Time published = published_until(now);
    if (known < std::min(published, now + state_->horizon)) {
      outlook.notes.push_back(fmt::format("prices are known only until {} (published until {})",
                                          state_->zone.format_short(known),
                                          state_->zone.format_short(published)));
    }
    end = std::min(end, published);
    const Time furthest = now + state_->horizon;
    if (end < furthest && state_->learned_prices && state_->learned_prices->can_foretell(now)) {
      outlook.spot_until = end;
      end = furthest;
    }
  }
  outlook.slots = base::SlotGrid::aligned(now, end, state_->step);
  state_->fill_spot(outlook);
  state_->fill_power(outlook);
  state_->fill_weather(outlook);
  return outlook;
}

Result<home::Outlook> measured_outlook(const History& history, Time from, Time to) {
  base::expect(from < to, "an outlook must have an end after its start");
  if (from < history.measured_from || to > history.measured_until) {
    return fail(ErrorKind::invalid_input, fmt::format("measurements reach from {} to {} only",
                                                      base::format_time(history.measured_from),
                                                      base::format_time(history.measured_until)));
  }
  if (!history.spot.is_empty() && history.spot.known_until(from) < to) {
    return fail(
        ErrorKind::not_found,
        fmt::format("no price is known at {}", base::format_time(history.spot.known_until(from))));
  }
  const auto first = history.slots.find(from);
  const auto last = history.slots.find(to - Seconds{1});
  base::expect(
      first && last && history.slots.start(*first) == from && history.slots.end(*last) == to,
      "from and to must be borders of slots");
  home::Outlook outlook;
  outlook.slots = base::SlotGrid::uniform(from, history.slots.duration(*first), *last + 1 - *first);
  for (std::size_t slot = *first; slot <= *last; ++slot) {
    outlook.load.push_back(history.load.power[slot]);
    outlook.pv.push_back(history.pv.power[slot]);
    outlook.spot.push_back(history.spot.is_empty() ? base::EnergyPrice{}
                                                   : history.spot.mean(history.slots.start(slot),
                                                                       history.slots.end(slot)));
    if (!history.outdoor.is_empty()) outlook.outdoor.push_back(history.outdoor[slot]);
    if (!history.irradiance.is_empty()) outlook.irradiance.push_back(history.irradiance[slot]);
  }
  return outlook;
}

}  // namespace ohmstead::simulate
