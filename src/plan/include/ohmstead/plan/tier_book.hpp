// What a home buys in each month or year, as fees by tiers count it, and what those fees cost.
//
// A kWh more costs the fee of the tier in which the month or year is going to end, whenever within
// it the kWh is bought: moving it within the month changes nothing. Where it ends is not sure, so
// plans go by the mean fee of 30 % more and less to come; near the end of a tier that settles
// between two fees, where either alone would send plans to and fro. Books go by the tiers as they
// are reached. What was not measured counts as nothing in books, and as usual in what is expected.
// Units: kWh, money, VAT included. Thread rule: one thread.
//
//   TierBook book{site.tariff.import, zone};
//   cost += book.add(slot.start, slot.end, slot.grid_import * time);
//   states.bought = book.so_far(now);
#pragma once

#include <map>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/outlook.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/tariff.hpp"

namespace ohmstead::plan {

class TierBook {
 public:
  TierBook(home::ImportTariff tariff, base::Zone zone);

  // What the tiers cost of it; time goes forward.
  base::Money add(base::Time from, base::Time to, base::Energy bought);
  [[nodiscard]] home::BoughtSoFar so_far(base::Time now) const;
  // Of a kWh more in the month or year of `time`, as it stands.
  [[nodiscard]] base::EnergyPrice fee_at(base::Time time) const;

 private:
  struct Sum {
    base::Energy bought;
    base::Seconds measured{0};
  };

  home::ImportTariff tariff_;
  base::Zone zone_;
  std::map<base::Time, Sum> periods_;  // by their beginning
  std::map<base::Time, Sum> days_;     // of the last weeks
};

// A month or year as it is expected to end.
struct ExpectedTier {
  base::Time from, to;
  base::Energy bought;    // until now
  base::Energy expected;  // at its end
  base::EnergyPrice fee;  // of a kWh more
};

// Of each that the outlook reaches into; none where the tariff has no tiers.
[[nodiscard]] std::vector<ExpectedTier> expected_tiers(const home::ImportTariff& tariff,
                                                       const base::Zone& zone,
                                                       const home::Outlook& outlook,
                                                       const home::BoughtSoFar& so_far);

}  // namespace ohmstead::plan
