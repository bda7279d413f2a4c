// A search over the on/off schedules of all switched devices at once.
//
// It starts from best responses to given prices, then improves: whole schedules against blended
// prices, small changes of one device, and exchanges between two. A change is first judged by a
// bound that costs almost nothing (its own cost exactly, its electricity by the slope of the rest's
// cost, which never promises too little); only what may improve is billed by a linear solve, and
// only what does improve is taken. So the total falls with every step and the search may end at any
// time. Where no change improves any more it tries its luck a number of times: prices are distorted
// for some hours, all answer to them, and the way down starts anew; only a better end is kept.
// Deterministic as long as it is not cut off by the clock. Units: kW, money. Thread rule: one
// thread.
#pragma once

#include <random>
#include "rest_problem.hpp"

#include "ohmstead/base/clock.hpp"
#include "shared_limits.hpp"
#include "switched.hpp"

namespace ohmstead::plan {

class ScheduleSearch {
 public:
  // Both must outlive the search.
  ScheduleSearch(const home::Case& home, const HomeElements& elements);

  // Whether there is anything to search.
  [[nodiscard]] bool is_empty() const { return devices_.empty(); }
  [[nodiscard]] const std::set<std::string>& searched() const { return searched_; }

  struct Found {
    std::vector<Track> tracks;  // of all planned devices; only the searched ones count
    double cost = 0.0;          // with the rest relaxed
    int linear_solves = 0;
    bool is_finished = false;  // no change that it knows improves
  };
  // `prices` (money per kWh and slot) are where it starts; `begin` schedules to start from instead,
  // such as the last plan's (may be empty). Nothing when not even one linear solve succeeded.
  [[nodiscard]] std::optional<Found> run(const std::vector<double>& prices,
                                         const std::vector<Track>& begin,
                                         const EngineLimits& limits);

 private:
  struct Searched {
    std::size_t element = 0;
    std::size_t track = 0;  // number among all tracks
    std::unique_ptr<SwitchedDevice> device;
  };
  struct Change {
    std::size_t searched = 0;
    Track track;
  };
  using Changes = std::vector<Change>;  // one device, or two that exchange

  [[nodiscard]] std::span<Track> tracks_of(std::size_t element) {
    return elements_->planned.of(element, tracks_);
  }
  [[nodiscard]] std::vector<double> drawn() const;
  [[nodiscard]] double own_costs();
  [[nodiscard]] double promise(const Changes& changes);
  [[nodiscard]] std::vector<char> blocked(std::size_t searched) const;
  bool bill();
  bool try_changes(Changes changes);
  bool try_best(std::vector<std::pair<double, Changes>>& promising);
  void answer_in_turn(const std::vector<double>& prices, const std::vector<std::size_t>& order);
  bool start(const std::vector<double>& prices);
  bool descend();
  void leave_valleys();
  void kick(std::mt19937_64& random);
  bool improve_by_responses();
  bool improve_by_neighbours();
  bool improve_by_exchanges();
  bool try_exchange(std::size_t giving, std::size_t taking);
  [[nodiscard]] bool is_over() const;

  const home::Case* home_;
  const HomeElements* elements_;
  SharedLimits limits_of_devices_;
  std::vector<Searched> devices_;
  std::set<std::string> searched_;
  std::unique_ptr<RestProblem> rest_;
  std::vector<Track> tracks_;
  std::vector<double> prices_;        // slope at the present schedules
  std::vector<double> start_prices_;  // what the search was given
  double cost_ = 0.0;
  int linear_solves_ = 0;
  base::Stopwatch watch_;
  EngineLimits limits_;
};

}  // namespace ohmstead::plan
