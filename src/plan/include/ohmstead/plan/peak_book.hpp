// What a home's import has reached in each month, as the tariff's fees on power count it.
//
// Import is added as it was measured, in order; a slot is spread evenly over the windows that it
// touches, and what was not measured counts as nothing. Units: kW, kWh, money. Thread rule: one
// thread.
//
//   PeakBook book{site.tariff, zone};
//   book.add(slot.start, slot.end, slot.grid_import);
//   states.peaks = book.so_far(now);
#pragma once

#include <chrono>
#include <map>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/tariff.hpp"

namespace ohmstead::plan {

class PeakBook {
 public:
  PeakBook(home::Tariff tariff, base::Zone zone);

  void add(base::Time from, base::Time to, base::Power import);
  // One entry per fee; nothing was reached where `now` is in another month than the last slot.
  [[nodiscard]] std::vector<home::PeakSoFar> so_far(base::Time now) const;
  // What all months cost until now, VAT included.
  [[nodiscard]] base::Money cost() const;

 private:
  struct OfFee {
    home::PowerFee rule;
    std::chrono::year_month month{};
    base::Time window{};                        // that runs
    base::Energy in_window{};                   // what counts of it
    std::map<base::Time, base::Power> reached;  // windows or days of this month, by their start
    base::Money earlier;                        // of the months before
  };

  [[nodiscard]] base::Seconds window_of(const OfFee& fee) const;
  // Its running window is over; `fee` may be a copy that looks ahead.
  void close_window(OfFee& fee) const;
  [[nodiscard]] base::Money month_cost(const OfFee& fee) const;

  home::Tariff tariff_;
  base::Zone zone_;
  std::vector<OfFee> fees_;
};

}  // namespace ohmstead::plan
