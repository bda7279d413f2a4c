// A driver of any system that tells and takes texts at addresses: what they mean stands in the
// site file.
//
// A text that is too old, is no number, or has another unit than the site file says does not count;
// that is told with the place where it comes from. Thread rule: as LiveDriver.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "points/bus.hpp"
#include "points/make_driver.hpp"
#include "points/point_text.hpp"
#include "points/point_writer.hpp"

namespace ohmstead::connect {

class PointDriver final : public LiveDriver {
 public:
  // Errors: invalid_input with all that is wrong, one line each: `connections[i].readings[j].at:`
  // is left to the caller, paths here begin at the connection.
  [[nodiscard]] static base::Result<std::unique_ptr<LiveDriver>> make(home::Connection connection,
                                                                      std::unique_ptr<PointBus> bus,
                                                                      const DriverContext& context);
  ~PointDriver() override;
  PointDriver(const PointDriver&) = delete;
  PointDriver& operator=(const PointDriver&) = delete;

  [[nodiscard]] std::string name() const override { return connection_.id; }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override { return abilities_; }
  [[nodiscard]] base::Result<void> read(ports::Measured& into) override;
  [[nodiscard]] base::Result<void> write(const home::Command& command) override;
  void start() override { bus_->start(); }
  void stop() override { bus_->stop(); }
  void expect_check() override;
  [[nodiscard]] bool is_complete() const override;
  [[nodiscard]] bool is_idle() const override { return writer_->is_idle() && bus_->is_idle(); }
  [[nodiscard]] std::vector<LiveCheck> check() const override;

 private:
  struct Understood {
    home::PointUnit unit = home::PointUnit::W;
    double number = 0.0;  // in units of the home
    std::string fault;    // why it does not count; empty: it does
  };
  struct Template {
    WriteText text;
    std::string to;
    double pause_s = 0.0;
  };
  struct Spoken {                              // of one device
    std::vector<std::vector<Template>> verbs;  // as in the connection
    std::vector<std::vector<WriteText>> signs;
    std::vector<std::optional<Formula>> powers;
  };

  struct Trial {  // of a write that some command would do
    std::string what;
    std::string to;
    std::vector<std::string> texts;  // at the least and the most power
    std::string fault;               // whatever the system says
  };

  PointDriver(home::Connection connection, std::unique_ptr<PointBus> bus,
              const DriverContext& context);
  void prepare(std::string& faults);
  void prepare(const home::PointCommands& commands, const std::string& path, std::string& faults);
  // What formulas of a verb must not name; empty: they are fine.
  [[nodiscard]] std::string fault_of_names(const std::vector<Template>& writes,
                                           const home::PointCommands& commands,
                                           home::Verb verb) const;
  [[nodiscard]] Trial trial_of(std::size_t device, std::size_t verb, const Template& write) const;
  [[nodiscard]] std::string fault_of(const Trial& trial) const;
  void check_signs(std::size_t device, std::vector<LiveCheck>& all) const;
  void note_silent_signs(std::size_t device, std::vector<std::string>& faults) const;
  [[nodiscard]] static std::string place_of(const home::PointReading& point);
  [[nodiscard]] Understood understand(const home::PointReading& point) const;
  // What the signs of its verbs cannot tell; nothing: all is well.
  void note_signs(std::size_t device, std::vector<std::string>& faults) const;
  // Whether it tells something of its own, and all of that fell silent: a gateway died behind a
  // broker that keeps what it said.
  [[nodiscard]] bool is_silent(const std::string& device) const;
  // When the last sign of what it was told was given.
  [[nodiscard]] std::optional<base::Time> shown_at(std::size_t device) const;
  void note_age(const home::PointReading& point, ports::Measured& into) const;
  [[nodiscard]] std::optional<std::string> said(const std::string& at,
                                                const std::string& pointer) const;
  [[nodiscard]] std::optional<home::Command> told_to(std::size_t device) const;
  [[nodiscard]] bool is_shown(std::size_t device, const WriteText& wanted,
                              const home::PointSign& sign) const;
  [[nodiscard]] base::Power power_not_told(std::size_t device, home::Verb verb) const;

  home::Connection connection_;
  const home::Site* site_;
  const base::Clock* clock_;
  std::vector<home::Abilities> abilities_;
  std::map<std::string, home::Command> written_;  // by device, the last that was taken
  std::vector<Spoken> spoken_;                    // as connection_.commands
  std::vector<Trial> trials_;                     // of a check
  std::optional<base::Time> lost_at_;             // since when the system is not reached
  std::unique_ptr<PointBus> bus_;
  std::unique_ptr<PointWriter> writer_;  // ends before the bus
};

}  // namespace ohmstead::connect
