// The cheapest on/off schedule of a load that may be interrupted, at given prices: all schedules at
// once, forwards in time. Of those that agree in slot, state, starts and seconds run, only the
// cheapest is followed; so the answer is exact unless there are more labels than k_most_labels.
// Units: s, h, money. Thread rule: one thread; the load must outlive it.
#pragma once

#include "load_device.hpp"

namespace ohmstead::plan {

class LoadProgramme {
 public:
  explicit LoadProgramme(const LoadDevice& load);

  // What a schedule costs beside its slots.
  struct Terms {
    double wanted_h = 0.0;
    double price_per_h = 0.0;  // of hours that are missing to wanted_h
    double start_cost = 0.0;
  };
  // States (0 off, 1 on) when having it on in slot t costs `on_costs[t]`; infinite: not there,
  // unless a run from before the first slot has to go on.
  [[nodiscard]] std::vector<int> cheapest(std::span<const double> on_costs, const Terms& terms);

  // So small that it only decides between schedules of the same cost: fewer starts win.
  static constexpr double k_start_hair = 1e-7;

 private:
  // Labels of one state. Slots of one length need as many as there are slots.
  static constexpr std::size_t k_most_labels = 2000;

  struct Label {
    std::int64_t used_s = 0;
    double cost = 0.0;
    std::size_t parent = 0;  // among all labels that were followed
    std::size_t begin = 0;   // of the move that led here
    bool is_on = false;      // in it
  };
  using Labels = std::vector<Label>;
  [[nodiscard]] Labels& labels(std::size_t slot, bool is_on, std::size_t starts) {
    return states_[(slot * 2 + (is_on ? 1 : 0)) * levels_ + starts];
  }
  static void keep_best(Labels& labels);
  void expand(std::size_t slot, bool is_on, std::size_t starts);
  void run(const Label& label, std::size_t slot, std::size_t until, std::size_t starts);
  [[nodiscard]] std::vector<int> trace(const Label& last) const;

  const LoadDevice* load_;
  std::size_t count_, levels_;
  std::int64_t most_s_ = 0;
  std::span<const double> on_costs_;
  double start_cost_ = 0.0;
  std::vector<Labels> states_;
  Labels followed_;
};

}  // namespace ohmstead::plan
