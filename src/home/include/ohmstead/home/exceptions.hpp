// What is otherwise than the site file says, once: a car's next departure or what it then holds,
// and a battery's reserve until it is taken back.
//
// A trip's exception is of the departure that the week has at `leave`, and is over once that and
// `leaves_at` have passed. Units: times UTC, per cent of a capacity. Thread rule: plain values,
// pure functions.
//
//   Result<Exceptions> wanted = read_exceptions(body);
//   Result<void> fine = check_exceptions(*wanted, site, zone, now);
//   Site today = with_exceptions(site, *wanted, zone, now);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

struct TripException {
  std::string car;
  base::Time leave;                     // by its week
  std::optional<base::Time> leaves_at;  // instead, on the same local day
  std::optional<double> target_soc_pct;
};

struct ReserveException {
  std::string battery;
  double min_soc_pct = 0.0;
};

struct Exceptions {
  std::vector<TripException> trips;
  std::vector<ReserveException> reserves;
};

[[nodiscard]] base::Result<Exceptions> read_exceptions(const std::string& text);
[[nodiscard]] std::string write_exceptions(const Exceptions& exceptions);

// Every problem with its place: what the home does not have, what its week does not fit.
[[nodiscard]] base::Result<void> check_exceptions(const Exceptions& exceptions, const Site& site,
                                                  const base::Zone& zone, base::Time now);

// Those that are not over.
[[nodiscard]] Exceptions still_open(Exceptions exceptions, base::Time now);

// The site as it holds with them; what does not fit it (any more) is left out.
[[nodiscard]] Site with_exceptions(Site site, const Exceptions& exceptions, const base::Zone& zone,
                                   base::Time now);

}  // namespace ohmstead::home
