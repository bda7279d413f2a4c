// What devices are told when there is no plan: batteries follow the home, and all do what people
// have set by hand.
//
// Thread rule: pure function.
#pragma once

#include <vector>

#include "ohmstead/home/override.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::engine {

// `overrides` that are not active at `now` do not count. Devices that nobody asks anything of are
// not named: they decide themselves.
[[nodiscard]] home::PlanSlot order_without_plan(const home::Site& site,
                                                const std::vector<home::Override>& overrides,
                                                const home::Readings& readings, base::Time now);

struct Obedience {
  base::Time now;
  bool knows_wishes = false;  // the plan was made with these overrides
};

// The same wishes in the order of a plan. Where it knows them it was right about batteries and
// cars; of heaters and machines what is off stays off, and what is on is on, whatever comfort is
// worth. A tank that is as hot as it may be is left alone.
void obey(home::PlanSlot& order, const home::Site& site,
          const std::vector<home::Override>& overrides, const home::Readings& readings,
          const Obedience& how);

// What a kWh is worth, and the sun, let devices follow the home inside a slot; a battery that is
// kept, filled or emptied by hand must not.
void keep_to_the_word(home::PlanSlot& order, const std::vector<home::Override>& overrides,
                      base::Time now);

}  // namespace ohmstead::engine
