// The devices of a home: what they measure, and what they are told.
//
// Thread rule: all calls come from one thread. Errors: unavailable, timed_out, refused.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/command.hpp"
#include "ohmstead/home/import_budget.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::ports {

// What a device is wanted to do, and what became of it.
struct CommandState {
  std::string device;
  home::Command wanted = {};                  // in the device's own words
  std::optional<home::Command> told = {};     // the last that it took
  std::optional<home::Command> foreign = {};  // somebody else's, which is respected
  std::optional<base::Time> foreign_until = {};
  std::string otherwise = {};     // why not as it was ordered; a sentence
  std::string alarm = {};         // it does not do what it is told; a sentence
  std::int64_t writes_today = 0;  // of the last 24 hours
};

// How a device took its commands, of some time.
struct CommandEffort {
  std::string device;
  std::int64_t switches = 0;  // to another verb
  std::int64_t writes = 0;
  base::Seconds watched{0};                    // while it was told a power
  base::Energy error = {};                     // between told and measured, over that time
  std::optional<base::Seconds> response = {};  // longest until what was told was measured
};

class HomeDevices {
 public:
  virtual ~HomeDevices() = default;
  [[nodiscard]] virtual base::Result<home::Readings> read() = 0;
  // What holds from now on, until another order; a slot of a plan for these devices.
  [[nodiscard]] virtual base::Result<void> follow(const home::PlanSlot& order) = 0;
  // What each device can be told; the same at each call. Nothing: they do whatever is ordered, as
  // simulated ones do.
  [[nodiscard]] virtual std::optional<std::vector<home::Abilities>> abilities() const {
    return std::nullopt;
  }
  // What would be told if anything was: commands() says it, nothing is written.
  virtual void advise(const home::PlanSlot& order) { (void)order; }
  // These draw what the sun gives beyond the home and nothing else, whatever an order allows them.
  virtual void set_sun_only(const std::vector<std::string>& devices) { (void)devices; }
  // What the grid may give for a while, so that the month's highest power does not rise; nothing:
  // as much as is wanted.
  virtual void set_import_budget(const std::optional<home::ImportBudget>& budget) { (void)budget; }
  // Somebody says that it is this car that is plugged in where several take turns.
  virtual void set_plugged_in(const std::string& car) { (void)car; }
  // Everything off or on hold at once, whatever else is told, until it is let go.
  virtual void set_stopped(bool is_stopped) { (void)is_stopped; }
  // Of each device that can be commanded; empty where nobody looks after commands.
  [[nodiscard]] virtual std::vector<CommandState> commands() const { return {}; }
  // Of each device since the last call; empty where nobody looks after commands.
  [[nodiscard]] virtual std::vector<CommandEffort> take_efforts() { return {}; }
  // Every few seconds, after read(): what an order needs between two cycles.
  virtual void keep_up() {}
  // Devices may still do what was told before the program died: each goes its own way.
  virtual void reclaim() {}
  // No order holds any more: each device goes its own way.
  virtual void release() {}
  // What others have set and is respected, as a text that outlives a restart; empty: nothing.
  [[nodiscard]] virtual std::string kept() const { return {}; }
  virtual void restore(const std::string& kept) { (void)kept; }
  // What the last read() did not get, a sentence each.
  [[nodiscard]] virtual std::vector<std::string> read_faults() const { return {}; }
  // What ails commands now, a sentence each.
  [[nodiscard]] virtual std::vector<std::string> faults() const { return {}; }
};

}  // namespace ohmstead::ports
