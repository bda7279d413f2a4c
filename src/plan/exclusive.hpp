// Where a linear model keeps a pair of flows apart by a binary, or a rule by one.
//
// Most slots need none: the relaxation runs flows both ways only where that pays. So binaries come
// where prices invite it and where it was seen. Thread rule: plain values.
#pragma once

#include <vector>

#include "elements/home_elements.hpp"

namespace ohmstead::plan {

// [device][slot], char as bool.
struct Exclusive {
  std::vector<char> grid;
  std::vector<std::vector<char>> batteries;
  std::vector<std::vector<char>> inverters;
  std::vector<std::vector<char>> min_charge;      // [battery][slot]: nothing or at least so much
  std::vector<std::vector<char>> demand;          // [battery][slot]: full or charged as demanded
  std::vector<std::vector<char>> depth;           // [battery][slot]: what is held below each edge
  std::vector<std::vector<char>> order;           // [battery][slot]: steps of power in their order
  std::vector<std::vector<char>> inverter_order;  // [inverter][slot]: the same

  [[nodiscard]] static Exclusive none(const home::Case& home);
  [[nodiscard]] bool is_empty() const;
  // Whether what was found makes plans impossible, and not only dearer than they look.
  [[nodiscard]] bool is_forbidden() const;
  // Whether a curve or wear by depth is in it.
  [[nodiscard]] bool has_steps() const;
  // Adds the other's slots; returns whether anything was new.
  bool merge(const Exclusive& other);
};

// Slots in which the prices alone make running both ways pay, and batteries alone cheat.
[[nodiscard]] Exclusive slots_that_may_cheat(const home::Case& home, const HomeElements& elements);
[[nodiscard]] Exclusive all_slots(const home::Case& home, const HomeElements& elements);
// A rule of charging that was broken in one slot is broken in another one next: there is nearly
// always a slot as cheap. So it is kept in all slots of the battery from then on.
void widen_rules(Exclusive& slots);

}  // namespace ohmstead::plan
