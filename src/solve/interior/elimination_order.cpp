#include "elimination_order.hpp"

#include <algorithm>
#include <queue>
#include <span>

namespace ohmstead::solve {
namespace {

using Index = std::int32_t;

std::size_t at(Index index) { return static_cast<std::size_t>(index); }
Index to_index(std::size_t value) { return static_cast<Index>(value); }

class LeastDegree {
 public:
  LeastDegree(std::vector<Index> starts, std::vector<Index> neighbours)
      : starts_{std::move(starts)}, pool_{std::move(neighbours)}, nodes_(starts_.size() - 1) {
    members_.reserve(8 * pool_.size());
    for (std::size_t v = 0; v < nodes_.size(); ++v) {
      nodes_[v].neighbours = starts_[v + 1] - starts_[v];
      nodes_[v].degree = nodes_[v].neighbours;
      queue(to_index(v));
    }
  }

  [[nodiscard]] std::vector<Index> find() {
    std::vector<Index> order;
    order.reserve(nodes_.size());
    for (std::size_t degree = 0; order.size() < nodes_.size();) {
      if (degree >= buckets_.size() || buckets_[degree].empty()) {
        ++degree;
        continue;
      }
      const Index v = buckets_[degree].back();
      buckets_[degree].pop_back();
      if (nodes_[at(v)].is_done || at(nodes_[at(v)].degree) != degree) continue;
      order.push_back(v);
      eliminate(v);
      degree = least_;
    }
    return order;
  }

 private:
  // A node and, once eliminated, the element that it became.
  struct Node {
    Index elements = 0;    // at the front of its part of the pool
    Index neighbours = 0;  // behind them
    Index degree = 0;
    Index first_member = 0, last_member = 0;
    Index outside = 0;  // members beyond those of the newest element
    Index mark = -1, outside_mark = -1;
    bool is_done = false;
    bool is_swallowed = false;
  };

  [[nodiscard]] std::span<Index> elements(const Node& node, Index v) {
    return {pool_.data() + starts_[at(v)], at(node.elements)};
  }
  [[nodiscard]] std::span<Index> neighbours(const Node& node, Index v) {
    return {pool_.data() + starts_[at(v)] + node.elements, at(node.neighbours)};
  }
  [[nodiscard]] std::size_t member_count(Index e) const {
    return at(nodes_[at(e)].last_member - nodes_[at(e)].first_member);
  }

  void queue(Index v) {
    const std::size_t degree = at(nodes_[at(v)].degree);
    if (degree >= buckets_.size()) buckets_.resize(degree + 1);
    buckets_[degree].push_back(v);
    least_ = std::min(least_, degree);
  }

  void collect_members(Index v) {
    Node& node = nodes_[at(v)];
    node.is_done = true;
    node.mark = v;
    node.first_member = to_index(members_.size());
    const auto take = [&](Index w) {
      if (nodes_[at(w)].is_done || nodes_[at(w)].mark == v) return;
      nodes_[at(w)].mark = v;
      members_.push_back(w);
    };
    for (const Index w : neighbours(node, v)) take(w);
    for (const Index e : elements(node, v)) {
      // By index: `take` moves the vector.
      for (Index k = nodes_[at(e)].first_member; k < nodes_[at(e)].last_member; ++k)
        take(members_[at(k)]);
      nodes_[at(e)].is_swallowed = true;
    }
    node.last_member = to_index(members_.size());
  }

  // Leaves out what the new element stands for now, and puts the new element in front.
  void attach(Index w, Index v) {
    Node& node = nodes_[at(w)];
    kept_.clear();
    kept_.push_back(v);
    for (const Index e : elements(node, w)) {
      if (!nodes_[at(e)].is_swallowed) kept_.push_back(e);
    }
    const std::size_t element_count = kept_.size();
    for (const Index u : neighbours(node, w)) {
      if (!nodes_[at(u)].is_done && nodes_[at(u)].mark != v) kept_.push_back(u);
    }
    std::copy(kept_.begin(), kept_.end(), pool_.begin() + starts_[at(w)]);
    node.elements = to_index(element_count);
    node.neighbours = to_index(kept_.size() - element_count);
    for (std::size_t k = 1; k < element_count; ++k) {
      Node& element = nodes_[at(kept_[k])];
      if (element.outside_mark != v) {
        element.outside_mark = v;
        element.outside = to_index(member_count(kept_[k]));
      }
      --element.outside;
    }
  }

  void eliminate(Index v) {
    collect_members(v);
    const Index first = nodes_[at(v)].first_member, last = nodes_[at(v)].last_member;
    for (Index k = first; k < last; ++k) attach(members_[at(k)], v);
    least_ = buckets_.size();
    for (Index k = first; k < last; ++k) {
      const Index w = members_[at(k)];
      Node& node = nodes_[at(w)];
      Index degree = node.neighbours + (last - first) - 1;
      for (const Index e : elements(node, w).subspan(1)) {
        degree += nodes_[at(e)].outside;
        if (nodes_[at(e)].outside == 0) nodes_[at(e)].is_swallowed = true;
      }
      node.degree = degree;
      queue(w);
    }
    least_ = std::min(least_, at(nodes_[at(v)].degree));
  }

  std::vector<Index> starts_, pool_, members_, kept_;
  std::vector<Node> nodes_;
  std::vector<std::vector<Index>> buckets_;
  std::size_t least_ = 0;
};

}  // namespace

std::vector<Index> elimination_order(std::vector<Index> starts, std::vector<Index> neighbours) {
  return LeastDegree{std::move(starts), std::move(neighbours)}.find();
}

}  // namespace ohmstead::solve
