// What a running home measured, and what it was told of weather and sun, on one raster of equal
// slots.
//
// Measured slots come in pieces of any length; a slot of the raster has a value when at least half
// of it was measured; sun that was turned down was not. What is read of it has passed the meter
// cleaning (forecast/clean_meter.hpp), which counts its repairs. What was told of a time counts as
// it was told last before its end. Older than `most` slots is forgotten. Units: kW, kW per m2, deg
// C. Thread rule: one thread.
//
//   LivePast past{std::chrono::minutes{15}};
//   past.add(measured_slot);
//   forecast::Measured load = past.load();
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/forecast/clean_meter.hpp"
#include "ohmstead/forecast/measured.hpp"
#include "ohmstead/home/past.hpp"
#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine {

// Of one slot of the raster; NaN: not told.
struct ToldSlot {
  double pv_kw;
  double global;  // irradiance on the level
  double outdoor_c;
};
[[nodiscard]] std::string write_told(const ToldSlot& told);
// Fields that are no numbers are not told.
[[nodiscard]] ToldSlot read_told(const std::string& text);

class LivePast;
// What the memory has of [from, now), where told slots stand in the book of that name.
inline constexpr const char* k_told_book = "told";
void bring_back(LivePast& past, ports::Memory& memory, base::Time from, base::Time now);

class LivePast {
 public:
  explicit LivePast(base::Seconds step, std::size_t most = std::size_t{400} * 96)
      : step_{step}, most_{most} {}

  // Begins with the slot of `now` where nothing is known yet.
  void begin(base::Time now) {
    if (cells_.empty()) (void)cell_at(base::floor_to(now, step_));
  }
  // Of another origin, on slots as long; NaN: not measured. Where both know a slot, what was added
  // before counts.
  void put_before(const forecast::Measured& load, const forecast::Measured& pv);
  void add(const home::MeasuredSlot& slot);
  // Of the slot that begins at `start`, a border of the raster.
  void add_told(base::Time start, const ToldSlot& told);

  [[nodiscard]] base::Seconds step() const { return step_; }
  // At least one slot long.
  [[nodiscard]] const forecast::Measured& load() const { return cleaned().load; }
  [[nodiscard]] const forecast::Measured& pv() const { return cleaned().pv; }
  [[nodiscard]] const forecast::MeterRepairs& load_repairs() const {
    return cleaned().load_repairs;
  }
  [[nodiscard]] const forecast::MeterRepairs& pv_repairs() const { return cleaned().pv_repairs; }
  // Of the past; what is told of the future is its holder's.
  struct Told {
    forecast::Measured pv, global, outdoor;
  };
  [[nodiscard]] Told told() const;
  [[nodiscard]] bool is_empty() const { return cells_.empty(); }
  // How long anything was measured, gaps not counted.
  [[nodiscard]] base::Seconds measured_time() const;

 private:
  struct Cell {
    double load = 0.0, pv = 0.0;  // kW s
    double seconds = 0.0;         // that were measured
    double pv_seconds = 0.0;      // of these not turned down
    ToldSlot told;
  };
  struct Cleaned {
    forecast::Measured load, pv;
    forecast::MeterRepairs load_repairs, pv_repairs;
  };
  [[nodiscard]] const Cleaned& cleaned() const;
  // The cell at `start`, made with all before it where it is missing; null: older than all.
  Cell* cell_at(base::Time start);
  void shorten();
  template <class Value>
  [[nodiscard]] forecast::Measured series(Value value) const;

  base::Seconds step_;
  std::size_t most_;
  base::Time start_{};
  std::vector<Cell> cells_;
  mutable std::optional<Cleaned> cleaned_;  // until a cell changes
};

}  // namespace ohmstead::engine
