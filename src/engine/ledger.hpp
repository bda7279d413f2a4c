// What was measured from cycle to cycle, what it cost at the meter, and what the same load and sun
// would have cost had the batteries only followed the home.
//
// Energy comes from the counters of two readings; the batteries of the comparison begin with what
// was stored at the first one. Thread rule: one thread.
#pragma once

#include <deque>
#include <optional>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/plan/make_case.hpp"
#include "ohmstead/plan/planner.hpp"

namespace ohmstead::engine {

class Ledger {
 public:
  // Both must outlive it.
  Ledger(const home::Site& site, const base::Zone& zone, std::size_t most_slots);

  // Closes the slot that began with the last readings. `before`: the snapshot that held until now;
  // its prices count.
  void add(const home::Readings& readings, const Snapshot& before);
  void begin(const home::Readings& readings);

  [[nodiscard]] std::vector<MeasuredSlot> slots() const { return {slots_.begin(), slots_.end()}; }
  // `stored_value`: of a kWh now.
  [[nodiscard]] Savings savings(base::EnergyPrice stored_value) const;

 private:
  // What self-use costs in a slot; moves its batteries on.
  [[nodiscard]] base::Money follow_self_use(const MeasuredSlot& slot, base::EnergyPrice spot);
  [[nodiscard]] double ahead(base::EnergyPrice stored_value) const;
  void note_day(base::Time now, base::EnergyPrice stored_value);

  home::Site site_;  // of the comparison: batteries alone
  const base::Zone* zone_;
  plan::TariffRule tariff_;
  plan::Planner planner_;
  std::size_t most_slots_;
  std::deque<MeasuredSlot> slots_;
  std::optional<home::Readings> last_;
  std::vector<base::Energy> self_use_soc_;
  double cash_ahead_ = 0.0;  // money that self-use paid more
  std::optional<base::Date> day_;
  double ahead_at_day_ = 0.0, ahead_at_month_ = 0.0;
};

}  // namespace ohmstead::engine
