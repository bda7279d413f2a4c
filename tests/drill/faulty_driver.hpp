// A driver between the service and the simulated home that does what real ones do on bad days.
//
// Faults go by `world`, the time that is; the service may believe in another one. Thread rule: one
// thread.
#pragma once

#include <deque>
#include <map>
#include <optional>

#include "drill_fault.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/ports/device_driver.hpp"

namespace ohmstead::drill {

class FaultyDriver final : public ports::DeviceDriver {
 public:
  // All must outlive it; `service` is the clock that the service believes in.
  FaultyDriver(ports::DeviceDriver& inner, const base::Clock& world, const base::Clock& service,
               const std::vector<Fault>& faults)
      : inner_{&inner}, world_{&world}, service_{&service}, faults_{&faults} {}

  [[nodiscard]] std::string name() const override { return "the devices' gateway"; }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override {
    return inner_->abilities();
  }
  [[nodiscard]] base::Result<void> read(ports::Measured& into) override;
  [[nodiscard]] base::Result<void> write(const home::Command& command) override;

  // What happens by itself: late messages arrive, somebody else does something. At each moment.
  void live();
  // Of the service, by device and whether they were taken or not.
  [[nodiscard]] const std::map<std::string, int>& writes() const { return writes_; }

 private:
  struct Late {
    base::Time due;
    home::Command command;
  };
  [[nodiscard]] bool is_now(FaultKind kind) const { return has(*faults_, kind, world_->now()); }
  void distort(ports::Measured& told);
  void disturb();

  ports::DeviceDriver* inner_;
  const base::Clock* world_;
  const base::Clock* service_;
  const std::vector<Fault>* faults_;
  std::size_t begun_ = 0;             // of the faults, which come in order
  std::deque<ports::Measured> past_;  // the newest last
  std::optional<ports::Measured> frozen_;
  std::map<std::string, home::Command> lies_;
  std::map<std::string, home::Command> sent_;  // the last ones
  std::vector<Late> late_;
  std::optional<base::Time> others_at_;
  std::map<std::string, int> writes_;
  bool is_odd_ = false;
};

}  // namespace ohmstead::drill
