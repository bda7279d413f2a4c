// What a home knew at an instant of its past: the outlook a planner would have had at that moment.
//
// Prices: published for local days (of 23, 24 or 25 h); before `published_at_h` only until the end
// of the day, from then on until the end of the next day; never beyond the first missing price or
// planning.horizon_h. PV: the forecast column, times what was measured / what was forecast around
// that time of day (+-1 h) in the last 14 days, between a half and double; where it has no value,
// the mean measured at the same time (UTC) of the last 7 days; a forecast of sun at a time that was
// dark on all of those days counts as 0. Load: a profile of the last 14 days by the local clock (a
// day counts 0.8 of the day after it, a day of the other kind, workday or weekend, 0.4 of one of
// its own), moved towards the last half-hour's measurement; that correction halves every hour. No
// measurement that was not complete at `now`, no filled-in value and no unpublished price has any
// influence. Foresight says otherwise where it is not `profile`. Units as in home/outlook.hpp.
// Thread rule: all calls are const and may come from any thread.
//
//   const Result<KnownThen> known = KnownThen::make(site, history);
//   Result<home::Outlook> outlook = known->at(now);   // some 10 microseconds
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/outlook.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/simulate/history.hpp"

namespace ohmstead::simulate {

// Who forecasts load and PV. profile: as above. learned: learned_forecasts.hpp, with bands, and as
// far as planning.horizon_h prices that are not published yet (learned_prices.hpp). naive: load as
// at the same time a week before, PV as at the same time the day before (where that was not
// measured, as profile). perfect: what was then measured; prices are no better known.
enum class Foresight { profile, learned, naive, perfect };
constexpr auto names_of(Foresight) {
  return std::array<std::string_view, 4>{"profile", "learned", "naive", "perfect"};
}

class KnownThen {
 public:
  // `history` must outlive this object. Fails when the site's time zone is unknown, or when prices
  // follow the market and the site names no file of them.
  [[nodiscard]] static base::Result<KnownThen> make(const home::Site& site, const History& history,
                                                    Foresight foresight = Foresight::profile);
  ~KnownThen();
  KnownThen(KnownThen&&) noexcept;
  KnownThen& operator=(KnownThen&&) noexcept;

  // From `now` (the rest of its slot first) to the end of what is known. Fails with not_found when
  // no price is known at `now`.
  [[nodiscard]] base::Result<home::Outlook> at(base::Time now) const;

  // Until when prices are published at `now`, whether or not the history holds them.
  [[nodiscard]] base::Time published_until(base::Time now) const;

 private:
  struct State;
  explicit KnownThen(std::unique_ptr<const State> state);
  std::unique_ptr<const State> state_;
};

// The same with perfect foresight: what was then measured, and all prices. Fails with not_found
// when a price is missing and with invalid_input outside of what was measured. Both times on slot
// borders.
[[nodiscard]] base::Result<home::Outlook> measured_outlook(const History& history, base::Time from,
                                                           base::Time to);

}  // namespace ohmstead::simulate
