// What a strategy really did, slot by slot, in little memory: a year of it must fit many times.
//
// Keeps the numbers of each PlanSlot (about 100 bytes) and makes plans of them again for the
// evaluator. Units: kW, kWh. Thread rule: one thread.
//
//   Ledger ledger{measured_case};
//   ledger.append(done, is_flip);
//   home::Plan june = ledger.make_plan(slice, 0, 96);
#pragma once

#include <cstdint>
#include <vector>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::simulate {

class Ledger {
 public:
  explicit Ledger(const home::Case& home);

  // `tiers`: what the tariff's tiers cost in it.
  void append(const home::PlanSlot& slot, bool is_flip, base::Money tiers = {});
  [[nodiscard]] std::size_t count() const { return flips_.size(); }
  [[nodiscard]] std::int64_t count_flips(std::size_t first, std::size_t end) const;
  [[nodiscard]] base::Money tiers(std::size_t first, std::size_t end) const;
  // States of charge before slot `first`.
  [[nodiscard]] std::vector<base::Energy> soc_before(std::size_t first) const;
  // Slots [first, end) as a plan for `slice`, that part of the case.
  [[nodiscard]] home::Plan make_plan(const home::Case& slice, std::size_t first,
                                     std::size_t end) const;

 private:
  [[nodiscard]] std::size_t width() const { return 5 + 3 * soc_at_start_.size() + 4 * inverters_; }
  [[nodiscard]] home::PlanSlot make_slot(const home::Case& slice, std::size_t index) const;

  std::vector<base::Energy> soc_at_start_;
  std::size_t inverters_;
  std::vector<double> numbers_;      // width() per slot
  std::vector<std::uint8_t> modes_;  // one per slot and battery
  std::vector<std::uint8_t> flips_;
  std::vector<double> tiers_;  // money per slot
};

}  // namespace ohmstead::simulate
