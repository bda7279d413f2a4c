#include "rooms_floor.hpp"

#include <algorithm>
#include <array>

#include "room_floor.hpp"
#include "side_by_side.hpp"

namespace ohmstead::plan {
namespace {

// How fast heat between rooms gets dearer with its amount: money per kWh and kW.
constexpr double k_pull = 0.9;
// What is expected is a mean over so many hours either way: a plan's own ripple comes at other
// times in the schedules that are as good.
constexpr double k_value_hours = 6.0;
constexpr double k_air_hours = 2.0;

// From coarse to fine. Heat is traded by whole steps of the fast way, so both count.
constexpr std::array k_steps{RoomFloor::Steps{0.12, 0.12}, RoomFloor::Steps{0.06, 0.06},
                             RoomFloor::Steps{0.03, 0.06}};
// Heat that is held costs less to look at, and the slow way most.
constexpr std::array k_held_steps{RoomFloor::Steps{0.12, 0.03}, RoomFloor::Steps{0.06, 0.03},
                                  RoomFloor::Steps{0.03, 0.02}};

// The means of a series [slot][zone] over `hours` before and after each slot.
std::vector<double> smooth(const Heating& heating, const std::vector<double>& series,
                           double hours) {
  const std::size_t count = heating.slot_count(), zones = heating.network().zone_count();
  std::vector<double> smoothed(series.size());
  std::vector<double> sums(zones, 0.0);
  double held = 0.0;  // hours that sums_ are over
  std::size_t first = 0, end = 0;
  double before = 0.0, ahead = 0.0;  // hours from the first slot of the window (to its end)
  const auto add = [&](std::size_t t, double sign) {
    held += sign * heating.hours(t);
    for (std::size_t z = 0; z < zones; ++z)
      sums[z] += sign * heating.hours(t) * series[t * zones + z];
  };
  for (std::size_t t = 0; t < count; ++t) {
    while (end < count && (end <= t || ahead < hours)) {
      if (end > t) ahead += heating.hours(end);
      add(end++, 1.0);
    }
    while (before > hours) {
      before -= heating.hours(first);
      add(first++, -1.0);
    }
    for (std::size_t z = 0; z < zones; ++z) smoothed[t * zones + z] = sums[z] / held;
    before += heating.hours(t);
    if (t + 1 < end) ahead -= heating.hours(t + 1);
  }
  return smoothed;
}

class RoomsFloor final : public CostFloor {
 public:
  RoomsFloor(const Heating& heating, std::vector<RoomFloor> rooms);

  void learn(std::span<const Track> tracks, double weight) override;
  bool hold(std::span<const Track> tracks) override;
  bool refine() override;
  [[nodiscard]] std::optional<double> at(std::span<const std::vector<double>> prices,
                                         const std::function<bool()>& is_over) override;

 private:
  void use_steps();
  [[nodiscard]] bool has_neighbours() const;
  [[nodiscard]] std::size_t zones() const { return heating_->network().zone_count(); }
  [[nodiscard]] std::vector<double> on_costs(std::size_t i, std::span<const double> prices) const;
  [[nodiscard]] std::vector<HeatTrade> held_heat(std::size_t zone) const;
  [[nodiscard]] std::vector<HeatTrade> trades(std::size_t zone, const std::vector<double>& air_c,
                                              const std::vector<double>& value) const;

  const Heating* heating_;
  std::size_t fineness_ = 0;
  std::vector<RoomFloor> rooms_;               // [heater]
  std::vector<std::vector<double>> steps_kw_;  // [zone][slot]
  std::vector<double> coldest_c_, hottest_c_;  // [slot][node]: what can be reached
  std::vector<double> air_c_, value_per_kw_;   // [slot][zone]: means of what was learnt
  std::vector<double> held_c_;                 // [slot][node]; empty: heat is traded
};

RoomsFloor::RoomsFloor(const Heating& heating, std::vector<RoomFloor> rooms)
    : heating_{&heating},
      rooms_{std::move(rooms)},
      steps_kw_(zones()),
      air_c_(heating.slot_count() * zones(), 0.0),
      value_per_kw_(air_c_.size(), 0.0) {
  use_steps();
  std::vector<Track> heaters(heating.heaters().size(), Track{heating.slot_count()});
  heating.simulate(heaters, coldest_c_);
  for (std::size_t i = 0; i < heaters.size(); ++i)
    heaters[i].power_kw.assign(heating.slot_count(), heating.heaters()[i].power_kw);
  heating.simulate(heaters, hottest_c_);
}

void RoomsFloor::use_steps() {
  for (RoomFloor& room : rooms_) {
    room.set_steps(held_c_.empty() ? k_steps[fineness_] : k_held_steps[fineness_]);
    steps_kw_[room.zone()] = room.steps_kw();
  }
}

bool RoomsFloor::has_neighbours() const {
  const auto& links = heating_->network().links();
  return std::any_of(links.begin(), links.end(), [this](const HeatNetwork::Link& link) {
    return link.a < zones() && link.b < zones() && link.kw_per_k > 0.0;
  });
}

bool RoomsFloor::hold(std::span<const Track> tracks) {
  if (!has_neighbours()) return false;
  heating_->simulate(tracks.subspan(zones()), held_c_);
  fineness_ = 0;
  use_steps();
  return true;
}

bool RoomsFloor::refine() {
  if (fineness_ + 1 == (held_c_.empty() ? k_steps.size() : k_held_steps.size())) return false;
  ++fineness_;
  use_steps();
  return true;
}

// Backwards in time: what one kW more into a node changes the costs by, as they are then.
void RoomsFloor::learn(std::span<const Track> tracks, double weight) {
  const HeatNetwork& network = heating_->network();
  const std::size_t n = network.node_count();
  std::vector<double> temperatures_c;
  heating_->simulate(tracks.subspan(zones()), temperatures_c);
  std::vector<double> gradient(n), value(n, 0.0);
  for (std::size_t t = heating_->slot_count(); t-- > 0;) {
    const bool is_last = t + 1 == heating_->slot_count();
    for (std::size_t i = 0; i < n; ++i) {
      gradient[i] =
          is_last ? -heating_->end_value_per_k(i) : network.step(t + 1).hold_kw_per_k[i] * value[i];
      if (i < zones()) gradient[i] += heating_->comfort(t, i).slope(temperatures_c[t * n + i]);
    }
    const auto& inverse = network.step(t).inverse;
    for (std::size_t i = 0; i < n; ++i) {
      value[i] = 0.0;
      for (std::size_t j = 0; j < n; ++j) value[i] += inverse[i * n + j] * gradient[j];
    }
    for (std::size_t z = 0; z < zones(); ++z) {
      double& air_c = air_c_[t * zones() + z];
      air_c += weight * (temperatures_c[t * n + z] - air_c);
      double& known = value_per_kw_[t * zones() + z];
      known += weight * (value[z] / heating_->hours(t) - known);
    }
  }
}

std::vector<HeatTrade> RoomsFloor::trades(std::size_t zone, const std::vector<double>& air_c,
                                          const std::vector<double>& value) const {
  const HeatNetwork& network = heating_->network();
  const std::size_t n = network.node_count();
  std::vector<HeatTrade> all(heating_->slot_count());
  for (std::size_t t = 0; t < all.size(); ++t) {
    HeatTrade& trade = all[t];
    const double hours = heating_->hours(t);
    const double pull = k_pull * hours;
    trade.expected_c = air_c[t * zones() + zone];
    trade.value_per_kw = hours * value[t * zones() + zone];
    for (const HeatNetwork::Link& link : network.links()) {
      const std::size_t other = link.a == zone ? link.b : link.a;
      const bool is_neighbour = (link.a == zone || link.b == zone) && other < zones();
      if (!is_neighbour || link.kw_per_k <= 0.0) continue;
      const double expected_c = air_c[t * zones() + other];
      trade.expected_kw += link.kw_per_k * expected_c;
      trade.least_kw += link.kw_per_k * std::min(0.0, coldest_c_[t * n + other] - expected_c);
      trade.most_kw += link.kw_per_k * std::max(0.0, hottest_c_[t * n + other] - expected_c);
      trade.pulls.push_back(pull);
      trade.gifts.push_back(
          {link.kw_per_k, hours * value[t * zones() + other], {pull, steps_kw_[other][t]}});
    }
  }
  return all;
}

// Heat from rooms that are as warm as they are held.
std::vector<HeatTrade> RoomsFloor::held_heat(std::size_t zone) const {
  const HeatNetwork& network = heating_->network();
  std::vector<HeatTrade> all(heating_->slot_count());
  for (const HeatNetwork::Link& link : network.links()) {
    const std::size_t other = link.a == zone ? link.b : link.a;
    const bool is_neighbour = (link.a == zone || link.b == zone) && other < zones();
    for (std::size_t t = 0; is_neighbour && t < all.size(); ++t)
      all[t].expected_kw += link.kw_per_k * held_c_[t * network.node_count() + other];
  }
  return all;
}

std::optional<double> RoomsFloor::at(std::span<const std::vector<double>> prices,
                                     const std::function<bool()>& is_over) {
  const std::vector<double> air_c = smooth(*heating_, air_c_, k_air_hours);
  const std::vector<double> value = smooth(*heating_, value_per_kw_, k_value_hours);
  const auto room_cost = [&](std::size_t i) {
    const std::size_t zone = rooms_[i].zone();
    const auto heat = held_c_.empty() ? trades(zone, air_c, value) : held_heat(zone);
    return rooms_[i].at(on_costs(i, prices[zones() + i]), heat, is_over);
  };
  double sum = heating_->worth(heating_->network().start_c());
  for (const std::optional<double>& cost : side_by_side(rooms_.size(), room_cost)) {
    if (!cost) return std::nullopt;
    sum += *cost;
  }
  return sum;
}

// Per period of its rules, what a heater's electricity costs.
std::vector<double> RoomsFloor::on_costs(std::size_t i, std::span<const double> prices) const {
  const Heater& heater = heating_->heaters()[i];
  std::vector<double> costs(heater.rules.period_count(), 0.0);
  for (std::size_t p = 0; p < costs.size(); ++p) {
    for (std::size_t t = heater.rules.first_slot(p); t < heater.rules.end_slot(p); ++t)
      costs[p] += prices[t] * heater.power_kw * heating_->hours(t);
  }
  return costs;
}

}  // namespace

std::unique_ptr<CostFloor> make_rooms_floor(const Heating& heating) {
  const std::size_t zones = heating.network().zone_count();
  std::vector<char> has_source(zones, 0);
  std::vector<RoomFloor> rooms;
  for (std::size_t i = 0; i < heating.heaters().size(); ++i) {
    auto room = RoomFloor::make(heating, i);
    if (!room || has_source[room->zone()] != 0) return nullptr;
    has_source[room->zone()] = 1;
    rooms.push_back(std::move(*room));
  }
  if (rooms.size() != zones) return nullptr;
  return std::make_unique<RoomsFloor>(heating, std::move(rooms));
}

}  // namespace ohmstead::plan
