// The two exact engines behind the strategy `optimal`: an answer for a case, before it becomes a
// plan. Units: kW, kWh, money. Thread rule: one engine object per thread.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "devices.hpp"
#include "elements/home_elements.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/solve/basis.hpp"
#include "planned_devices.hpp"
#include "value_function.hpp"

namespace ohmstead::plan {

struct EngineLimits {
  double wall_s = 30.0;
  std::stop_token stop = {};
  bool is_warm = true;  // may start from the last basis
};

// What is proven of the home in which each room finds the ones next to it as warm as `tracks` make
// them, whatever those do. Says something of plans that heat as `tracks` do, and of no other.
struct RoomsApart {
  double bound = 0.0;
  std::vector<Track> tracks;
};

struct EngineAnswer {
  std::vector<DevicePowers> devices;  // empty: no answer; `message` says why
  std::vector<Track> tracks;          // of the planned devices, completed
  double bound = 0.0;                 // proven
  std::optional<RoomsApart> rooms_apart;
  std::vector<double> home_values;  // per slot: worth of one more kWh at the home
  struct Stored {
    double more = 0.0;  // worth of one more kWh
    double last = 0.0;  // worth of the last one
  };
  std::vector<std::vector<Stored>> stored;  // [battery][slot]
  std::string solver;
  std::string message;
};

// The value-function engine; no answer when it took longer than `wall_s`. Precondition:
// why_no_value_function(home) is empty.
[[nodiscard]] EngineAnswer answer_by_value_function(const home::Case& home, ValueFunction& program,
                                                    double wall_s = ValueFunction::k_no_limit_s);
// The same for what the programme holds now, for example after ValueFunction::force_first().
[[nodiscard]] EngineAnswer take_answer(const home::Case& home, const ValueFunction& program);

// What to hold in the first slot; what has no value stays free.
struct FirstActions {
  std::vector<std::optional<BatteryPowers>> batteries;  // [battery]
  std::vector<std::optional<double>> devices_kw;        // [planned device]
  // Where on/off decisions stay as planned, but for those of held devices; null: all are free.
  const home::Plan* plan = nullptr;
  const std::vector<Track>* tracks = nullptr;
  // An objective that is good enough, so that none better is looked for; where all are worse, the
  // first that is found will do.
  double enough = -solve::k_infinity;
};

// The linear engine; keeps the last model and basis, which only makes the next solve faster.
class LinearEngine {
 public:
  LinearEngine();
  ~LinearEngine();
  LinearEngine(LinearEngine&&) noexcept;
  LinearEngine& operator=(LinearEngine&&) noexcept;

  [[nodiscard]] EngineAnswer answer(const home::Case& home, const HomeElements& elements,
                                    const EngineLimits& limits);
  // The answer with on/off decisions relaxed: its bound holds, its prices (home_values) guide a
  // search, its tracks need not be possible.
  [[nodiscard]] EngineAnswer relax(const home::Case& home, const HomeElements& elements,
                                   const EngineLimits& limits);
  // Where a linear solver stopped in a home that differs in a few numbers or devices.
  struct Known {
    const solve::Model* model = nullptr;  // null: nothing is known
    solve::Basis basis;
  };
  // A plan in little time, with its on/off decisions rounded in passes from what is `known`; its
  // bound is that of the relaxed home, none where there are preferences.
  [[nodiscard]] EngineAnswer round(const home::Case& home, const HomeElements& elements,
                                   const Known& known, const EngineLimits& limits);
  // The whole home with its on/off decisions, from a plan that is known; better than it or none.
  // What no plan can cost less than is `bound`; a higher one is sought where it `needs_proof`.
  [[nodiscard]] EngineAnswer improve(const home::Case& home, const HomeElements& elements,
                                     const home::Plan& known, const std::vector<Track>& tracks,
                                     double bound, bool needs_proof, const EngineLimits& limits);
  // The last answer again with the first slot held at `first`; none where that cannot be held.
  // Precondition: the last answer was for this home, or `first` brings a plan.
  [[nodiscard]] EngineAnswer answer_with_first(const home::Case& home, const HomeElements& elements,
                                               const FirstActions& first,
                                               const EngineLimits& limits);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ohmstead::plan
