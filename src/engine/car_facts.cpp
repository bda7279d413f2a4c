#include "car_facts.hpp"

namespace ohmstead::engine {

bool is_on_a_trip(const home::SiteVehicle& car, const base::Zone& zone, base::Time now) {
  return std::any_of(car.departures.begin(), car.departures.end(), [&](const auto& each) {
    return !home::local_spans({each.leave_h, each.back_h, each.days}, zone, now,
                              now + base::Seconds{1})
                .empty();
  });
}

}  // namespace ohmstead::engine
