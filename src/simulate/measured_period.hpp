// The case of what really happened in a period, from which everything is executed and billed.
//
// Slots without a price are left out: the slots of the case then stand closer together than they
// did in time, and `times` tells when each of them was. Prices follow the true times. Units and
// signs as in home/case.hpp. Thread rule: plain values.
//
//   Result<MeasuredPeriod> period = make_period(site, history, from, to);
//   Result<Bill> june = plan::evaluate(slice(period->home, 0, 96, soc), plan);
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ohmstead/home/site.hpp"
#include "ohmstead/simulate/history.hpp"

namespace ohmstead::simulate {

struct MonthRange {
  std::string name;  // "2024-06", local
  std::size_t first = 0;
  std::size_t end = 0;
};

struct MeasuredPeriod {
  home::Case home;                // batteries with the one end value of the period
  std::vector<base::Time> times;  // one per slot of `home`
  std::vector<MonthRange> months;
  std::int64_t left_out = 0;  // slots without a price
  std::vector<std::string> notes;
};

// Cuts [from, to) to what was measured, and notes it. Fails with invalid_input when nothing of it
// was measured or it does not begin and end on slots' borders, with not_found when no slot has a
// price.
[[nodiscard]] base::Result<MeasuredPeriod> make_period(const home::Site& site,
                                                       const History& history, base::Time from,
                                                       base::Time to);

// Slots [first, end) of a case, with these states of charge at their start.
[[nodiscard]] home::Case slice(const home::Case& home, std::size_t first, std::size_t end,
                               std::span<const base::Energy> soc);

// The months up to slot `end`.
[[nodiscard]] std::vector<MonthRange> months_until(const std::vector<MonthRange>& months,
                                                   std::size_t end);

}  // namespace ohmstead::simulate
