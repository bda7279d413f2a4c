// Cars that share chargers: one element for all that hang together, one device per car.
//
// Decisions: the power of each car in each slot (negative: it gives) and its state: "idle", "away"
// or the name of the charger it uses. What is charged elsewhere follows from the powers as the
// cheapest that makes the trips possible (public_charging.hpp). Linear form: docs/math.md, section
// on vehicles; a 0/1 column stands only where a car could have to choose: a charger with a lowest
// power or fixed levels, more cars than chargers, several kinds of chargers, or a price that makes
// charging and giving at once pay. Units: kW, kWh, money. Thread rule: see element.hpp.
#pragma once

#include "car.hpp"
#include "element.hpp"

namespace ohmstead::plan {

class VehicleElement final : public Element {
 public:
  // `vehicles` are numbers in the case; together they use no charger that another car uses.
  VehicleElement(const home::Case& home, const std::vector<std::size_t>& vehicles);

  [[nodiscard]] std::span<const Device> devices() const override { return devices_; }
  [[nodiscard]] LinearPart add_to(LinearHome& linear) const override;
  void complete(std::span<Track> tracks) const override;
  void bill(std::span<const Track> tracks, Account& account) const override;
  void check(std::span<const Track> tracks, const Refuse& refuse) const override;
  void act_by_habit(std::span<Track> tracks) const override;
  [[nodiscard]] double start_worth() const override;

  static constexpr int k_idle = 0;
  static constexpr int k_away = 1;

  [[nodiscard]] const std::vector<Car>& cars() const { return cars_; }
  [[nodiscard]] const std::vector<ChargerKind>& kinds() const { return kinds_; }
  [[nodiscard]] double hours(std::size_t slot) const { return home_->slots.hours(slot).value(); }
  [[nodiscard]] std::size_t count() const { return home_->slots.count(); }
  // The plug that a state means; null while idle or away.
  [[nodiscard]] const Plug* plug_of(std::size_t car, int state) const;
  // The car's state at a charger (its number in the case).
  [[nodiscard]] int state_at(std::size_t car, std::size_t charger) const;
  // The charger (its number in the case) that a state means. Precondition: plug_of() is not null.
  [[nodiscard]] std::size_t charger_at(std::size_t car, int state) const;

 private:
  void check_power(std::size_t slot, std::size_t car, std::span<const Track> tracks,
                   const Refuse& refuse) const;
  void check_sharing(std::size_t slot, std::span<const Track> tracks, const Refuse& refuse) const;
  [[nodiscard]] double habit_goal_kwh(const Car& car, std::size_t slot) const;

  const home::Case* home_;
  std::vector<ChargerKind> kinds_;
  std::vector<Car> cars_;
  std::vector<Device> devices_;
  struct Place {
    std::size_t charger = 0;  // its number in the case
    std::size_t plug = 0;     // of the car
  };
  std::vector<std::vector<Place>> places_;  // [car][state - 2]
};

}  // namespace ohmstead::plan
