// The planner: a case in, a plan out. Every answer is feasible, checked, and carries its proof.
//
// Two engines stand behind one face. The value-function programme solves homes with at most one
// battery and no peak charge exactly; the linear model (with binaries where the relaxation would
// cheat) solves everything else. docs/math.md derives both. A Planner keeps buffers between calls,
// which only makes it faster: the same case gives the same plan on a new Planner, unless it starts
// warm. Thread rule: one Planner per thread.
//
//   Planner planner;
//   home::Plan plan = planner.make_plan(home, {.strategy = Strategy::optimal});
#pragma once

#include <array>
#include <memory>
#include <stop_token>
#include <string_view>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

enum class Strategy { optimal, multipass, rules, self_use, no_battery };
constexpr std::array<std::string_view, 5> k_strategy_names{"optimal", "multipass", "rules",
                                                           "self_use", "no_battery"};

// automatic: the value function where it applies, else the linear model.
enum class Engine { automatic, value_function, linear };

struct PlanOptions {
  Strategy strategy = Strategy::optimal;
  Engine engine = Engine::automatic;
  double time_limit_s = 30.0;  // wall clock
  bool is_explained = true;    // fill the texts of reasons, and what each action saves
  std::stop_token stop = {};
  // Start the linear engine from the last call's basis: some ten times faster in a closed loop, but
  // of several equally cheap plans it may find another one than a new Planner does.
  bool is_warm = false;
  home::Language language = home::Language::en;  // of texts and notes
};

class Planner {
 public:
  Planner();
  ~Planner();
  Planner(Planner&&) noexcept;
  Planner& operator=(Planner&&) noexcept;

  // Precondition: check_case(home) holds (throws std::logic_error otherwise).
  [[nodiscard]] home::Plan make_plan(const home::Case& home, const PlanOptions& options = {});

 private:
  friend struct PlannerSeam;  // engine_fault.hpp
  struct State;
  std::unique_ptr<State> state_;
};

// Whether the value-function programme can solve this case; if not, why (empty: it can).
[[nodiscard]] std::string_view why_no_value_function(const home::Case& home);

}  // namespace ohmstead::plan
