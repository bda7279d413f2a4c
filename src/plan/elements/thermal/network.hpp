// The rooms of a case as a linear network of heat. Nodes: the air of each zone, then the masses.
//
// In a slot of h hours (docs/math.md, Rooms), with T the temperatures before and T' after it,
//   M T' = (C / h) T + forced + heat,   M = diag(C / h + loss + couplings) - couplings.
// M is diagonally dominant with no positive number beside its diagonal: more heat never cools a
// node. It is inverted once per slot length. Units: kW, kW/K, deg C. Thread rule: does not change
// after it is made.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

// Number of the zone with this id; their count where there is none.
[[nodiscard]] std::size_t index_of(const home::Case& home, const std::string& zone);

class HeatNetwork {
 public:
  explicit HeatNetwork(const home::Case& home);

  struct Link {
    std::size_t a = 0, b = 0;
    double kw_per_k = 0.0;
  };
  // What all slots of one length share; matrices by rows.
  struct Step {
    std::vector<double> hold_kw_per_k;  // C / h of each node
    std::vector<double> inverse;        // of M
  };

  [[nodiscard]] std::size_t node_count() const { return start_c_.size(); }
  [[nodiscard]] std::size_t zone_count() const { return zone_count_; }
  [[nodiscard]] std::optional<std::size_t> mass_node(std::size_t zone) const {
    return mass_nodes_[zone];
  }
  [[nodiscard]] std::span<const double> start_c() const { return start_c_; }
  [[nodiscard]] double capacity_kwh_per_k(std::size_t node) const { return capacity_[node]; }
  [[nodiscard]] double loss_kw_per_k(std::size_t node) const { return loss_[node]; }
  [[nodiscard]] std::span<const Link> links() const { return links_; }
  [[nodiscard]] const Step& step(std::size_t slot) const { return steps_[step_of_[slot]]; }
  // Heat that flows in whatever the temperatures are: gains, and losses as if at 0 deg C.
  [[nodiscard]] std::span<const double> forced_kw(std::size_t slot) const {
    return std::span{forced_kw_}.subspan(slot * node_count(), node_count());
  }

  // Temperatures after `slot`, from those before it and the heat given to each zone.
  void advance(std::size_t slot, std::span<const double> before_c, std::span<const double> heat_kw,
               std::span<double> after_c) const;

 private:
  void add_nodes(const home::Case& home);
  void add_links(const home::Case& home);
  void add_forced(const home::Case& home);
  [[nodiscard]] Step make_step(double hours) const;

  std::size_t zone_count_ = 0;
  std::vector<std::optional<std::size_t>> mass_nodes_;
  std::vector<double> start_c_, capacity_, loss_;
  std::vector<Link> links_;
  std::vector<Step> steps_;
  std::vector<std::size_t> step_of_;
  std::vector<double> forced_kw_;  // [slot][node]
};

// The inverse, by rows, of the matrix with -flows beside the diagonal and, on it, the sum of a
// row's flows and its `excess`. LU without pivoting that never subtracts, so it is exact to
// rounding however far the numbers are apart. Precondition: flows symmetric and at least 0 (their
// diagonal is not read), excess above 0.
[[nodiscard]] std::vector<double> invert(std::vector<double> flows, std::vector<double> excess);

}  // namespace ohmstead::plan
