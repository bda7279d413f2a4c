// What was measured from cycle to cycle, what it cost at the meter, and what the same load and sun
// would have cost without planning: had the batteries only followed the home, or had there been
// none, and had cars always charged at once (unplanned_cars.hpp).
//
// Heaters and machines count as they ran: when they would have is not known from outside.
// Energy comes from the counters of two readings; the batteries of the comparison begin with what
// was stored at the first one. Fees on power count in the slot in which a month's peak rises, each
// strategy by its own peaks. Thread rule: one thread.
#pragma once

#include <deque>
#include <optional>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/plan/make_case.hpp"
#include "ohmstead/plan/peak_book.hpp"
#include "ohmstead/plan/planner.hpp"
#include "ohmstead/plan/tier_book.hpp"
#include "unplanned_cars.hpp"

namespace ohmstead::engine {

class Ledger {
 public:
  // Both must outlive it.
  Ledger(const home::Site& site, const base::Zone& zone, std::size_t most_slots);

  // As it was when the service ended; `slots` reach back to the beginning of the month, for its
  // peaks. What happened since then is unknown and counts for nobody.
  void restore(const home::LedgerState& state, std::vector<MeasuredSlot> slots,
               std::vector<home::DayMoney> days);
  [[nodiscard]] home::LedgerState state() const;

  // Closes the slot that began with the last readings; null where there was none, or a gap.
  // `before`: the snapshot that held until now; its prices count.
  const MeasuredSlot* add(const home::Readings& readings, const Snapshot& before);
  void begin(const home::Readings& readings);
  // Of the slot that was closed last.
  void account(std::vector<home::DeviceAccount> accounts) {
    slots_.back().accounts = std::move(accounts);
  }
  // At the end of each cycle: what the slot that begins with the last readings costs.
  void note(const Snapshot& made);
  // Since the month or year of the tiers began.
  [[nodiscard]] home::BoughtSoFar bought(base::Time now) const { return bought_.so_far(now); }
  // How far it came by the tiers, and what plans go by; empty where the tariff has none.
  [[nodiscard]] std::string tier_note(const home::Outlook& outlook, base::Time now) const;
  // Those that the next slot begins with.
  [[nodiscard]] const std::optional<home::Readings>& last() const { return last_; }

  [[nodiscard]] std::vector<MeasuredSlot> slots() const { return {slots_.begin(), slots_.end()}; }
  // The last one is under way.
  [[nodiscard]] const std::vector<home::DayMoney>& days() const { return days_; }
  // `stored_value`: of a kWh now.
  [[nodiscard]] Savings savings(base::EnergyPrice stored_value) const;

 private:
  struct Prices {
    base::EnergyPrice import, export_, spot, sold;
  };
  [[nodiscard]] std::optional<Prices> prices_at(const home::Outlook& outlook,
                                                base::Time time) const;
  // What it cost, tiers and fees on power included.
  void bill(MeasuredSlot& slot);
  // What the slot costs by other strategies; moves self-use's batteries on. `more`: that cars
  // would have drawn.
  void compare(MeasuredSlot& slot, base::Energy more, base::EnergyPrice spot,
               base::EnergyPrice sold);
  [[nodiscard]] double ahead(base::EnergyPrice stored_value) const;
  void note_day(base::Time slot_start, base::EnergyPrice stored_value);
  void add_to_day(const MeasuredSlot& slot, base::EnergyPrice stored_value);

  home::Site site_;  // without planned devices
  const base::Zone* zone_;
  plan::TariffRule tariff_;
  plan::TierBook bought_, self_use_bought_, no_battery_bought_;
  plan::PeakBook peaks_, self_use_peaks_, no_battery_peaks_;
  plan::Planner planner_;
  std::size_t most_slots_;
  std::deque<MeasuredSlot> slots_;
  std::vector<home::DayMoney> days_;
  std::optional<home::Readings> last_;
  std::optional<Prices> prices_;  // at its time
  std::vector<base::Energy> self_use_soc_;
  UnplannedCars cars_;
  base::EnergyPrice car_value_;           // of a kWh that a car still needs
  base::Series<base::Energy> kept_more_;  // of a state restored before the first readings
  double cash_ahead_ = 0.0;               // money that self-use paid more
  double ahead_at_day_ = 0.0, ahead_at_month_ = 0.0;
};

}  // namespace ohmstead::engine
