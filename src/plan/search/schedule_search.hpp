// A search over the on/off schedules of all switched devices at once.
//
// It first lets all devices answer to prices again and again, each round at those of their mean
// draw so far, with places under shared limits growing dearer where too many want them; then it
// fixes one device after the other (first_schedules.cpp). From there it improves: whole schedules
// against blended prices, small changes of one device, exchanges between two, and, where none of
// these helps any more, windows of some hours in which several devices answer anew (windows.cpp).
// Where these do not help either it begins again elsewhere: a little higher, or at another first
// schedule. A change is first judged by a bound that costs almost nothing (its own cost exactly,
// its electricity by the slope of the rest's cost, which never promises too little); only what may
// improve is billed by a linear solve, and only what does improve is taken. So the total falls with
// every step and the search may end at any time. Deterministic as long as it is not cut off by the
// clock. Units: kW, money. Thread rule: one thread.
#pragma once

#include <random>

#include "last_tracks.hpp"
#include "ohmstead/base/clock.hpp"
#include "place_prices.hpp"
#include "rest_problem.hpp"
#include "switched.hpp"

namespace ohmstead::plan {

class ScheduleSearch {
 public:
  // All must outlive the search. A first action that differs from that of `last` (may be null)
  // counts as Objective::keep_last_plan.
  ScheduleSearch(const home::Case& home, const HomeElements& elements,
                 const LastTracks* last = nullptr);

  // Whether there is anything to search.
  [[nodiscard]] bool is_empty() const { return devices_.empty(); }
  [[nodiscard]] const std::set<std::string>& searched() const { return searched_; }

  struct Found {
    std::vector<Track> tracks;  // of all planned devices; only the searched ones count
    double cost = 0.0;          // with the rest relaxed; changed first actions count
    int linear_solves = 0;
    bool is_finished = false;  // no change that it knows improves
  };
  // `prices` (money per kWh and slot) are where it starts; `begin` schedules to start from where
  // they are cheaper, such as the last plan's (may be empty). Nothing when not even one linear
  // solve succeeded.
  [[nodiscard]] std::optional<Found> run(const std::vector<double>& prices,
                                         const std::vector<Track>& begin,
                                         const EngineLimits& limits);

  // The home without the searched devices, as it was solved last. Precondition: run() found
  // schedules.
  [[nodiscard]] const RestProblem& rest() const { return *rest_; }
  struct Bounds {
    double any = 0.0;  // what no plan of the home can cost less than, as an objective
    // The same of the home in which each room finds the ones next to it as warm as run() left them;
    // nothing where rooms have no heat between them, or no time was left.
    std::optional<double> rooms_apart;
  };
  // By the time that `limits` give. Precondition: run() found schedules. Nothing where no bound is
  // known.
  [[nodiscard]] std::optional<Bounds> find_bounds(const EngineLimits& limits);

 private:
  // Less than this is not worth a linear solve, nor a change of the plan.
  static constexpr double k_smallest_gain = 1e-6;

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
  // Where the search stands, or stood.
  struct Point {
    std::vector<Track> tracks;
    std::vector<double> prices;
    double cost = 0.0;
  };
  [[nodiscard]] Point here() const { return {tracks_, prices_, cost_}; }
  void go_to(Point point);

  [[nodiscard]] std::span<Track> tracks_of(std::size_t element) {
    return elements_->planned.of(element, tracks_);
  }
  [[nodiscard]] std::vector<double> drawn(std::span<const Track> tracks) const;
  [[nodiscard]] double shared_cost() const;  // of limits and of changed first actions
  // Of the element that a device belongs to, with its present schedules.
  [[nodiscard]] double own_cost(const Searched& each);
  [[nodiscard]] double own_costs();
  [[nodiscard]] double promise(const Changes& changes);
  [[nodiscard]] std::vector<char> blocked(std::size_t searched) const;
  [[nodiscard]] std::optional<RestProblem::Answer> solve_rest(std::span<const Track> tracks);
  bool bill();
  bool try_changes(Changes changes);
  bool try_best(std::vector<std::pair<double, Changes>>& promising);

  // First schedules.
  struct Settled {  // by rounds of answers
    std::vector<double> prices;
    std::vector<Track> mean;  // of the answers
    PlacePrices places;
    int rounds = 0;
  };
  [[nodiscard]] std::vector<Settled> settle_prices(std::vector<double> prices);
  void answer_to_mean(std::span<const double> prices, double step, std::vector<Track>& mean);
  [[nodiscard]] std::vector<std::vector<std::size_t>> orders() const;
  void fix_in_turn(const std::vector<std::size_t>& order, const Settled& settled);
  void find_starts(const std::vector<double>& prices, const std::vector<Track>& begin);

  // `answers` and `mean` are tracks of all planned devices.
  void move_towards(const std::vector<Track>& answers, double step, std::vector<Track>& mean) const;

  // Bounds.
  struct Prices {
    double rest = 0.0;  // the rest of the home and the places cost at least, whatever is drawn
    std::vector<std::vector<double>> of_track;  // [track][slot] of a kWh
  };
  [[nodiscard]] bool has_whole_places() const;
  [[nodiscard]] std::optional<Prices> price(std::span<const Track> mean);
  [[nodiscard]] double cost_of(const std::vector<Track>& answers, const Prices& prices);
  using Floors = std::vector<std::unique_ptr<CostFloor>>;
  [[nodiscard]] Floors make_floors() const;
  [[nodiscard]] std::optional<Prices> best_prices(const Floors& floors);
  // Asks floors once, by `first_s`, and then ever closer until `end_s`; costs[e] becomes the
  // highest that was found of element e. False, and nothing changed, where there was no time.
  bool look_closer(const Prices& prices, const Floors& floors, double first_s, double end_s,
                   std::vector<double>& costs);
  struct FoundCost {
    std::optional<double> cost;
    double spent_ms = 0.0;
  };
  // At least, side by side; nothing of those that were not done by `most_s`.
  [[nodiscard]] std::vector<FoundCost> costs_at(const Prices& prices, const Floors& floors,
                                                const std::vector<std::size_t>& asked,
                                                double most_s) const;

  // The way down.
  void mend();
  bool descend();
  bool descend_from_starts();
  void go_to_next_start();
  bool improve_by_responses();
  bool improve_by_neighbours();
  bool improve_by_exchanges();
  bool try_exchange(std::size_t giving, std::size_t taking);

  // Windows.
  struct Window {
    SlotRange slots;
    std::vector<std::size_t> devices;  // that answer anew, in this order
    std::vector<double> prices;
    double places = 0.0;  // share of the prices of places that counts
  };
  void leave_valleys();
  void rise(std::mt19937_64& random);
  void descend_by_windows(std::mt19937_64& random, int most);
  [[nodiscard]] Window pick_window(std::mt19937_64& random) const;
  [[nodiscard]] Changes answer_in(const Window& window);

  [[nodiscard]] bool is_over() const;

  const home::Case* home_;
  const HomeElements* elements_;
  const LastTracks* last_;
  SharedLimits limits_of_devices_;
  std::vector<Searched> devices_;
  std::optional<PlacePrices> places_;  // of one run
  std::set<std::string> searched_;
  std::unique_ptr<RestProblem> rest_;
  std::vector<Track> tracks_;
  struct KnownCost {
    std::vector<Track> tracks;
    double cost = 0.0;
  };
  std::vector<KnownCost> known_costs_;  // the last one asked for, of each element
  std::vector<double> prices_;          // slope at the present schedules
  std::optional<Settled> settled_;      // the mean that it started from
  std::vector<Point> starts_;           // not yet descended from, the cheapest last
  double cost_ = 0.0;
  int linear_solves_ = 0;
  base::Stopwatch watch_;
  EngineLimits limits_;
};

}  // namespace ohmstead::plan
