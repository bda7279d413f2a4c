// Turns the plan's present slot and live readings into the few writes that devices need now.
//
// Called every few seconds: the slot's commands follow the sun, keep the limits, are put into each
// device's own words, and pass that device's actuator, which writes only what is worth a write.
// One controller owns a device. Thread rule: one thread per object; it reads no clock and talks to
// nobody.
//
//   for (const Command& write : controller.decide(&slot, readings, reports, now)) {
//     controller.note(write, now, driver.write(write).has_value()); }
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/control/actuator.hpp"
#include "ohmstead/control/import_guard.hpp"
#include "ohmstead/control/limits.hpp"
#include "ohmstead/home/kept_command.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::control {

// What a device says it was told; devices that do not say have none.
struct Report {
  std::string device;
  home::Command set;
};

class Controller {
 public:
  explicit Controller(Limits limits) : limits_{std::move(limits)} {}

  // conflict: the device has an owner already. invalid_input: it understands nothing.
  [[nodiscard]] base::Result<void> add(home::Abilities abilities, ActuatorRules rules = {});

  // All at once that shall be written now. Devices of the slot without an owner are left alone.
  // Owned devices that the slot does not name are given back when they were told something, and
  // keep rooms from frost all the same. Without a slot (null: no plan holds) each device goes its
  // own way: batteries follow the home, heat its thermostat.
  [[nodiscard]] std::vector<home::Command> decide(const home::PlanSlot* slot,
                                                  const home::Readings& readings,
                                                  const std::vector<Report>& reports,
                                                  base::Time now);
  // What decide() would want now; status() and limited() tell it, devices and their memories are
  // left alone.
  void advise(const home::PlanSlot& slot, const home::Readings& readings);
  // What became of a write.
  void note(const home::Command& write, base::Time now, bool is_taken);

  // What is measured of the device does not fit what it says (actuator.hpp).
  void doubt(const std::string& device) { actuators_.at(device).doubt(); }

  // These draw what the sun gives beyond the home and nothing else.
  void set_sun_only(std::vector<std::string> devices) { sun_only_ = std::move(devices); }

  // What the grid may give for a while; nothing: as much as is wanted.
  void set_import_budget(std::optional<home::ImportBudget> budget) {
    import_guard_.set_budget(std::move(budget));
  }

  // Other people's commands that are respected now, to outlive a restart; of devices that are not
  // owned they are forgotten.
  [[nodiscard]] std::vector<home::KeptCommand> foreign() const;
  void restore_foreign(const std::vector<home::KeptCommand>& all);
  // Of devices with a budget of writes, to be restored after a restart.
  [[nodiscard]] std::vector<home::KeptWrite> kept_writes() const;
  void restore_writes(const std::vector<home::KeptWrite>& all);

  // The emergency stop: everything off or on hold until it is released.
  void set_stopped(bool is_stopped) { limits_.is_stopped = is_stopped; }

  struct Status {
    std::string device;
    home::Command wanted;                      // in its own words
    std::optional<home::Command> told;         // the last that it took
    std::optional<Actuator::Foreign> foreign;  // somebody else's command, respected
    std::string otherwise;                     // why not as the slot has it; empty: as it has it
    std::string alarm;                         // empty: all is well
    std::int64_t writes_today = 0;             // of the last 24 hours
  };
  [[nodiscard]] std::vector<Status> status(base::Time now) const;
  // Whether limits changed anything then.
  [[nodiscard]] bool is_limiting() const { return is_limiting_; }
  // What limits changed at the last decision, a sentence each.
  [[nodiscard]] const std::vector<std::string>& limited() const { return limited_; }

 private:
  struct Wish {
    home::Command command;
    Urgency urgency = Urgency::usual;
  };
  void add_given_back(std::vector<home::Command>& wishes, const home::Readings& readings) const;
  void keep_month_peak(std::vector<home::Command>& wishes, const home::PlanSlot& slot,
                       const home::Readings& readings) const;
  [[nodiscard]] std::vector<home::Command> own_ways(const home::Readings& readings) const;
  [[nodiscard]] std::vector<Wish> settle(const home::PlanSlot* slot,
                                         const home::Readings& readings);

  Limits limits_;
  ImportGuard import_guard_;
  std::map<std::string, Actuator> actuators_;
  std::vector<home::Abilities> abilities_;
  std::map<std::string, home::Command> wanted_;
  std::map<std::string, std::string> otherwise_;  // by device that is told otherwise
  std::vector<std::string> limited_;
  bool is_limiting_ = false;
  std::vector<std::string> sun_only_;
};

}  // namespace ohmstead::control
