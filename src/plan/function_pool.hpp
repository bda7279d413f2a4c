// The value functions of all slots in one piece of memory, one behind the other. Function t is what
// a state at the end of slot t is worth, the state's own cost included.
//
// Thread rule: one thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "pwl.hpp"

namespace ohmstead::plan {

class FunctionPool {
 public:
  void reset(std::size_t count) {
    segments_.clear();
    places_.assign(count, {});
  }
  void store(std::size_t slot, const Pwl& f) {
    places_[slot] = {segments_.size(), f.segments().size(), f.low(), f.low_value()};
    segments_.insert(segments_.end(), f.segments().begin(), f.segments().end());
  }
  void load(std::size_t slot, Pwl& f) const {
    const Place& place = places_[slot];
    f.assign(place.low, place.low_value, std::span{segments_}.subspan(place.first, place.count));
  }

 private:
  struct Place {
    std::size_t first = 0;
    std::size_t count = 0;
    double low = 0.0;
    double low_value = 0.0;
  };
  std::vector<Segment> segments_;
  std::vector<Place> places_;
};

}  // namespace ohmstead::plan
