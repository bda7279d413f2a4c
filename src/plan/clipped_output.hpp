// Builds a function from left to right and keeps the part inside [low, high].
// Thread rule: one thread; `out` must outlive it.
//
//   ClippedOutput output{x0, y0, low, high, out};
//   while (output.add(next_segment)) {}
//   output.finish();
#pragma once

#include "pwl.hpp"

namespace ohmstead::plan {

class ClippedOutput {
 public:
  ClippedOutput(double x, double y, double low, double high, Pwl& out)
      : x_{x}, y_{y}, low_{low}, high_{high}, out_{&out} {
    if (x_ >= low_) out_->reset(x_, y_);
    is_started_ = x_ >= low_;
  }

  // Returns false when the right end is reached.
  bool add(const Segment& segment) {
    double length = segment.length;
    if (!is_started_) {
      const double skipped = low_ - x_;
      if (length <= skipped) {
        x_ += length;
        y_ += length * segment.slope;
        return true;
      }
      y_ += skipped * segment.slope;
      length -= skipped;
      x_ = low_;
      out_->reset(low_, y_);
      is_started_ = true;
    }
    const double room = high_ - x_;
    if (length >= room) {
      out_->append(room, segment.slope);
      return false;
    }
    out_->append(length, segment.slope);
    x_ += length;
    return true;
  }

  void finish() {
    if (!is_started_) out_->reset(low_, y_);
  }

 private:
  double x_, y_, low_, high_;
  Pwl* out_;
  bool is_started_ = false;
};

}  // namespace ohmstead::plan
