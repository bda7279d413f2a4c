// What a battery holds, told and followed by what flows into it and out of it.
//
// A state of charge that jumps, or stands while power flows, is not believed: what flowed says what
// it is. A jump that lasts an hour is believed, and the way back from it at once. Units: kWh, kW.
// Thread rule: one thread.
#pragma once

#include <optional>

#include "ohmstead/base/time.hpp"

namespace ohmstead::engine {

class StoredTrack {
 public:
  StoredTrack(double capacity_kwh, double most_kw)
      : capacity_kwh_{capacity_kwh}, most_kw_{most_kw} {}

  // `told_kwh` where it is believed, else what is assumed. `flow_kw`: into it, as measured now.
  [[nodiscard]] double follow(double told_kwh, double flow_kw, base::Time now);

 private:
  struct Line {
    double from_kwh = 0.0;
    double flowed_kwh = 0.0, unsure_kwh = 0.0;  // since then
    base::Time since;
  };
  void flow(Line& line, double flow_kw, base::Seconds passed) const;
  [[nodiscard]] double expected(const Line& line) const;
  [[nodiscard]] bool is_near(const Line& line, double told_kwh) const;

  double capacity_kwh_, most_kw_;
  std::optional<Line> line_;
  std::optional<Line> before_;  // a jump was believed
  std::optional<base::Time> jumped_at_;
  base::Time last_{};
};

}  // namespace ohmstead::engine
