// Local times without offset, as some sources write them, one after the other.
//
// An hour that happens twice is told by the order: the second time the clock shows 02:00 it is the
// second 02:00. A time that a clock change skips is no time: it is left out, and nothing is shifted
// for it. Thread rule: one thread.
//
//   LocalTimes times{zone};
//   for (row : rows) if (auto time = times.next(row.text)) ...
#pragma once

#include <optional>
#include <string>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::connect {

class LocalTimes {
 public:
  explicit LocalTimes(base::Zone zone) : zone_{std::move(zone)} {}

  enum class Verdict { time, skipped, bad };
  struct Read {
    Verdict verdict = Verdict::bad;
    base::Time time;  // of Verdict::time
  };
  // "2025-10-26T02:15" or with seconds, T or a space between; with an offset it is that instant.
  Read next(const std::string& text);

 private:
  base::Zone zone_;
  std::optional<base::Time> last_;
};

}  // namespace ohmstead::connect
