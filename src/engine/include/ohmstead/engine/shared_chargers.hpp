// A home in which several cars take turns at a charger: inside it is the charger that is read and
// told (home/shared_charger.hpp), outside it is the car that is plugged in.
//
// Which car that is, in this order: as somebody said, until the charger has another name for it; by
// the charger's name (SiteVehicle::known_as); the one that was there before, unless it says itself
// that it is elsewhere; the only one that does not say that it is elsewhere, doubted when another
// one says within half an hour that it is plugged in, as cars are slow to tell. Otherwise one of
// these is assumed, and marked so: rather one that says that it is plugged in, then one that is on
// no trip by its week. That is kept over a restart; after a longer one it is a guess. A free
// charger is told to wait. Meters of a charger are divided among its cars. Units as in
// home/readings.hpp. Thread rule: one thread.
//
//   SharedChargers home{driven, site, zone};
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/kept_command.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/ports/home_devices.hpp"

namespace ohmstead::engine {

// What cars can be told by the chargers that they share.
[[nodiscard]] std::vector<home::Abilities> abilities_of_cars(const home::Site& site,
                                                             std::vector<home::Abilities> all);

class SharedChargers final : public ports::HomeDevices {
 public:
  // All must outlive it.
  SharedChargers(ports::HomeDevices& driven, const home::Site& site, const base::Zone& zone);

  [[nodiscard]] base::Result<home::Readings> read() override;
  [[nodiscard]] base::Result<void> follow(const home::PlanSlot& order) override {
    return driven_->follow(with_chargers(order));
  }
  [[nodiscard]] std::optional<std::vector<home::Abilities>> abilities() const override;
  void advise(const home::PlanSlot& order) override { driven_->advise(with_chargers(order)); }
  void set_sun_only(const std::vector<std::string>& devices) override {
    driven_->set_sun_only(with_chargers(devices));
  }
  void set_import_budget(const std::optional<home::ImportBudget>& budget) override;
  void set_plugged_in(const std::string& car) override;
  void set_stopped(bool is_stopped) override { driven_->set_stopped(is_stopped); }
  [[nodiscard]] std::vector<ports::CommandState> commands() const override;
  [[nodiscard]] std::vector<ports::CommandEffort> take_efforts() override;
  void keep_up() override { driven_->keep_up(); }
  void reclaim() override { driven_->reclaim(); }
  void release() override { driven_->release(); }
  [[nodiscard]] std::string kept() const override;
  void restore(const std::string& kept) override;
  [[nodiscard]] std::vector<std::string> read_faults() const override {
    return driven_->read_faults();
  }
  [[nodiscard]] std::vector<std::string> faults() const override { return driven_->faults(); }

 private:
  struct Plug {
    std::string charger;
    std::vector<const home::SiteVehicle*> cars;  // that may use it
    const home::SiteVehicle* at = nullptr;       // that is plugged in
    home::PluggedBy by = home::PluggedBy::guess;
    bool is_free = false;                             // nobody was there at the last reading
    std::vector<std::string> called;                  // as the charger told last
    base::Time seen_at{};                             // that a car was plugged in
    base::Time since{};                               // it was plugged in, or we began
    std::optional<base::Energy> charged, discharged;  // of the charger, at the last reading
  };
  struct Meters {
    base::Energy charged, discharged;
  };

  void place(Plug& plug, home::VehicleReading told, home::Readings& now);
  // By the charger itself, and whoever said it.
  void take_name(Plug& plug, const home::VehicleReading& told, base::Time now);
  // It is nowhere else.
  void put(Plug& plug, const home::SiteVehicle& car, home::PluggedBy by);
  // By what all cars tell.
  void settle(Plug& plug, const home::VehicleReading& told, const home::Readings& now) const;
  [[nodiscard]] bool may_be_at(const Plug& plug, const home::SiteVehicle& car,
                               const home::Readings& now) const;
  void count(Plug& plug, const home::VehicleReading& told);
  // The plug of a car: that it is at, else the first that it may use. Null: it shares none.
  [[nodiscard]] const Plug* plug_of(const std::string& car) const;
  // Whether a driver takes orders for the car itself.
  [[nodiscard]] bool has_own_charger(const std::string& car) const;
  // Cars that are not plugged in are left out, unless they have a charger of their own.
  [[nodiscard]] home::PlanSlot with_chargers(home::PlanSlot order) const;
  [[nodiscard]] std::vector<std::string> with_chargers(std::vector<std::string> devices) const;
  [[nodiscard]] std::string car_at(const std::string& device) const;

  ports::HomeDevices* driven_;
  const home::Site* site_;
  const base::Zone* zone_;
  std::vector<Plug> plugs_;
  std::map<std::string, Meters> meters_;  // by car
  std::vector<std::string> own_;          // devices that drivers take orders for
};

}  // namespace ohmstead::engine
