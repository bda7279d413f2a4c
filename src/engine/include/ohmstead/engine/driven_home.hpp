// A home whose meters and devices are reached by drivers, commanded through one controller.
//
// read() asks every driver; one that fails is told in read_faults() and the others go on. It fails
// as a whole only where neither the home's load nor the power at the grid is known. An order is
// followed by few, verified writes (control/controller.hpp), looked after at each keep_up().
// Meters that contradict each other, and stores that jump, are told and not believed; batteries
// that tell the same for ever are told. An order ends half an hour after its slot: then each device
// goes its own way. After release() nothing more is written. Units as in home/readings.hpp. Thread
// rule: one thread.
//
//   DrivenHome home = DrivenHome::make(clock, zone, control::limits_of(site), drivers);
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/control/controller.hpp"
#include "ohmstead/ports/device_driver.hpp"
#include "ohmstead/ports/home_devices.hpp"

namespace ohmstead::engine {

class DrivenHome final : public ports::HomeDevices {
 public:
  static constexpr base::Seconds k_order_outlives_slot{1800};

  // Clock and drivers must outlive it; the zone is for times that people read. conflict: two
  // drivers want to command one device.
  [[nodiscard]] static base::Result<std::unique_ptr<DrivenHome>> make(
      const base::Clock& clock, const base::Zone& zone, control::Limits limits,
      const std::vector<ports::DeviceDriver*>& drivers, control::ActuatorRules rules = {});

  ~DrivenHome() override;

  [[nodiscard]] base::Result<home::Readings> read() override;
  [[nodiscard]] base::Result<void> follow(const home::PlanSlot& order) override;
  [[nodiscard]] std::optional<std::vector<home::Abilities>> abilities() const override {
    return abilities_;
  }
  void keep_up() override;
  void reclaim() override { duty_ = Duty::release; }
  void release() override;
  void advise(const home::PlanSlot& order) override;
  void set_sun_only(const std::vector<std::string>& devices) override {
    controller_.set_sun_only(devices);
  }
  void set_import_budget(const std::optional<home::ImportBudget>& budget) override {
    controller_.set_import_budget(budget);
  }
  [[nodiscard]] std::string kept() const override;
  void restore(const std::string& kept) override;
  void set_stopped(bool is_stopped) override;
  [[nodiscard]] std::vector<ports::CommandState> commands() const override;
  [[nodiscard]] std::vector<ports::CommandEffort> take_efforts() override;
  [[nodiscard]] std::vector<std::string> read_faults() const override { return read_faults_; }
  [[nodiscard]] std::vector<std::string> faults() const override;

  // Whether nothing is left to be written: no order is followed, and devices go their own way, or
  // are stopped by hand, which holds when the program has ended.
  [[nodiscard]] bool is_free() const {
    return duty_ == Duty::none || (duty_ == Duty::release && is_stopped_ && is_all_told_);
  }

 private:
  enum class Duty { none, follow, release };

  struct Checks;  // of what meters tell and devices do

  DrivenHome(const base::Clock& clock, base::Zone zone, control::Limits limits);
  void see_devices(ports::Measured& measured);
  void complete(ports::Measured& measured);
  void check_held(home::Readings& now);
  [[nodiscard]] std::string alarm_of(const control::Controller::Status& status) const;
  void write(const home::Command& command, base::Time now);

  const base::Clock* clock_;
  base::Zone zone_;
  control::Limits limits_;
  control::Controller controller_;
  std::unique_ptr<Checks> checks_;
  std::vector<ports::DeviceDriver*> drivers_;
  std::map<std::string, ports::DeviceDriver*> owners_;  // by device
  std::vector<home::Abilities> abilities_;
  Duty duty_ = Duty::none;
  bool is_stopped_ = false;
  bool is_all_told_ = false;  // since it is to give back or to stop
  std::optional<home::PlanSlot> order_;
  std::optional<home::PlanSlot> advised_;
  std::optional<home::Readings> last_;  // whole
  std::optional<home::Readings> seen_;  // the same, with what devices told since then
  std::map<std::string, base::Energy> last_meters_;
  std::vector<control::Report> reports_;
  std::vector<std::string> read_faults_;
  std::map<std::string, std::string> write_faults_;  // by device, of its last write
};

}  // namespace ohmstead::engine
