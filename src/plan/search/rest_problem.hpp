// The home beside the searched devices, as a linear problem whose load alone changes.
//
// Phi(l), the least cost of everything else when the searched devices draw l, is convex in l; the
// prices of the answer are its slope, so Phi(l + d) >= Phi(l) + prices . d for every d. That is
// what lets a search drop most of its moves without solving. On/off decisions that stay in the rest
// are relaxed. Units: kW, money, money per kWh. Thread rule: one thread.
//
//   RestProblem rest{home, {"dishwasher"}};
//   auto answer = rest.solve(drawn_kw, limits);
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "linear_model.hpp"
#include "optimal.hpp"

namespace ohmstead::plan {

class RestProblem {
 public:
  // Takes the devices named in `searched` out of `home`, which must outlive this.
  RestProblem(const home::Case& home, const std::set<std::string>& searched);

  struct Answer {
    double cost = 0.0;
    double bound = 0.0;          // it costs no less, proven by the prices
    std::vector<double> prices;  // of one more kWh drawn, per slot
  };
  // Nothing when the solver gave no answer in time.
  [[nodiscard]] std::optional<Answer> solve(const std::vector<double>& drawn_kw,
                                            const EngineLimits& limits);
  // Where the last answer was found.
  [[nodiscard]] const solve::Model& model() const { return linear_.model(); }
  [[nodiscard]] const solve::Basis& basis() const { return basis_; }
  // Whether costs hold preferences among plans that cost the same.
  [[nodiscard]] bool has_preferences() const { return linear_.has_ties(); }

 private:
  home::Case rest_;
  std::unique_ptr<HomeElements> elements_;  // of rest_
  LinearModel linear_;
  solve::Basis basis_;
  std::unique_ptr<solve::Solver> solver_;  // stays where the last load ended
};

}  // namespace ohmstead::plan
