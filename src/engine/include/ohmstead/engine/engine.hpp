// The service's heart: one cycle every few minutes by the clock, and at once when something
// changes: other prices, a car plugged in or out, PV far from what was expected, an override that
// begins or ends, or somebody who asks.
//
// Each cycle plans again from what is measured; only the plan's first slot is ever followed. A
// failure of anything outside is told in the snapshot, and the plan that was made last goes on.
// While it plans, devices are looked after.
// Thread rule: start() runs cycles on a thread of its own, which alone calls the ports; snapshot(),
// request_cycle() and on_snapshot's set-up may come from any thread.
//
//   Engine engine{parts, {}};
//   engine.run_cycle("start");           // or engine.start();
//   engine.snapshot()->plan.slots.front();
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/engine/overrides.hpp"
#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/home/exceptions.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/plan/planner.hpp"
#include "ohmstead/ports/cycle_log.hpp"
#include "ohmstead/ports/home_devices.hpp"
#include "ohmstead/ports/memory.hpp"
#include "ohmstead/ports/outlook_source.hpp"

namespace ohmstead::engine {

// All must outlive the engine.
struct Parts {
  const base::Clock& clock;
  const home::Site& site;
  const base::Zone& zone;
  ports::HomeDevices& devices;
  ports::OutlookSource& outlooks;
  ports::CycleLog* log = nullptr;   // null: cycles are not kept
  ports::Memory* memory = nullptr;  // null: all is forgotten when the engine ends
};

using MakePlan = std::function<home::Plan(const home::Case&, const plan::PlanOptions&)>;

struct EngineOptions {
  Stage stage = Stage::simulation;      // until set_stage()
  std::size_t most_measured = 3000;     // slots kept for readers: a month of quarters
  base::Seconds pv_trigger_after{300};  // PV is compared with the forecast over at least this
  std::size_t most_decisions = 500;
  // How long it really takes between two looks at the devices; cycles look as well.
  std::chrono::milliseconds look_every{5000};
  MakePlan make_plan = {};  // instead of the planner's; what it throws is told as its failure
  // Of the engine that ran before the site file was read again: shown, and its plan followed, until
  // there is another plan. Null: there was none.
  std::shared_ptr<const Snapshot> before = nullptr;
  // What ails the site file, told as a component of that name; empty: nothing. Called in each
  // cycle.
  std::function<std::string()> site_concern = {};
  // Called after each cycle and after each look between two cycles, on the engine's thread.
  std::function<void(const Snapshot&)> on_snapshot = {};
  std::function<void(const home::Readings&)> on_readings = {};
};

// A plan for any case, beside the running one; takes a while, at most some seconds. Any thread.
[[nodiscard]] home::Plan plan_case(const home::Case& home, const std::stop_token& stop,
                                   home::Language language = home::Language::en);

// The same home run in simpler ways, nothing set by hand: "self_use", "rules", "no_battery". Any
// thread.
[[nodiscard]] std::vector<std::pair<std::string, home::Plan>> plan_otherwise(
    const home::Case& home);

class Engine {
 public:
  Engine(const Parts& parts, EngineOptions options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Runs cycles until stop() or the end of this object.
  void start();
  void stop();
  // One cycle now, in the calling thread. Precondition: not started.
  void run_cycle(const std::string& trigger);
  // What the thread does every few seconds: looks at the devices, and runs a cycle when one is due.
  // Precondition: not started.
  void step();
  // Makes the thread run one as soon as it can.
  void request_cycle(std::string trigger);

  // What the devices are told from the next cycle on. Any thread.
  void set_stage(Stage stage);
  // Everything off or on hold at once, over restarts too, until it is let go. Any thread.
  void set_stopped(bool is_stopped);
  [[nodiscard]] bool is_stopped() const;
  // Who changes them then asks for a cycle.
  [[nodiscard]] Overrides& overrides();
  // Why those by hand would be forgotten at the next start; empty: they are kept.
  [[nodiscard]] std::string why_overrides_unkept() const;

  // What people want of the home as a whole; kept over restarts, planned with at once. Any thread.
  void set_wishes(home::HouseWishes wishes);
  [[nodiscard]] home::HouseWishes wishes() const;
  // What a car holds that does not tell it, as somebody read it off; planned with at once. Any
  // thread. Precondition: the site has the car.
  void tell_soc(const home::CarSoc& told);
  // Which car is plugged in where several take turns; planned with at once. Any thread.
  void tell_plugged_in(const std::string& car);
  // What is otherwise than the site file says, once; a cycle is asked for. Any thread.
  void set_exceptions(home::Exceptions exceptions);
  [[nodiscard]] home::Exceptions exceptions() const;

  // Before the first cycle that of the engine before; null where there was none.
  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const;
  // The newest ones, which may be newer than the snapshot's; null before the first.
  [[nodiscard]] std::shared_ptr<const home::Readings> readings() const;
  // What devices are wanted to do; null before the first cycle.
  [[nodiscard]] std::shared_ptr<const std::vector<ports::CommandState>> commands() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ohmstead::engine
