#include "live_past.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "ohmstead/engine/past.hpp"

namespace ohmstead::engine {
namespace {

const double k_unknown = std::nan("");
template <class Cell>
const Cell k_no_cell{0.0, 0.0, 0.0, 0.0, {k_unknown, k_unknown, k_unknown}};

std::string field_of(double value) {
  return std::isfinite(value) ? fmt::format("{:.6g}", value) : std::string{};
}

}  // namespace

std::string write_told(const ToldSlot& told) {
  return field_of(told.pv_kw) + ";" + field_of(told.global) + ";" + field_of(told.outdoor_c);
}

ToldSlot read_told(const std::string& text) {
  std::array<double, 3> fields{k_unknown, k_unknown, k_unknown};
  const char* at = text.data();
  const char* end = at + text.size();
  for (double& field : fields) {
    const char* stop = std::find(at, end, ';');
    double value = 0.0;
    const auto read = std::from_chars(at, stop, value);
    if (read.ec == std::errc{} && read.ptr == stop && std::isfinite(value)) field = value;
    if (stop == end) break;
    at = stop + 1;
  }
  return {fields[0], fields[1], fields[2]};
}

void bring_back(LivePast& past, ports::Memory& memory, base::Time from, base::Time now) {
  constexpr std::size_t k_most = 400'000;
  constexpr std::chrono::days k_day{1};
  if (const auto slots = remembered_slots(memory, from, now, k_most)) {
    for (const home::MeasuredSlot& slot : *slots) past.add(slot);
  }
  // Told slots stand in the book by their beginning, oldest first, without it in their text.
  for (base::Time day = base::floor_to(from, k_day); day < now; day += k_day) {
    const auto texts = memory.entries(k_told_book, day, std::min(now, day + k_day));
    if (!texts) return;
    for (const std::string& text : *texts) {
      const std::size_t end = text.find(' ');
      const auto start = base::parse_time(text.substr(0, end));
      if (start && end != std::string::npos)
        past.add_told(base::floor_to(*start, past.step()), read_told(text.substr(end + 1)));
    }
  }
}

base::Result<KeptPast> kept_past(ports::Memory& memory, base::Seconds step, base::Time from,
                                 base::Time to) {
  // Whether it can be read at all.
  if (const auto any = remembered_slots(memory, from, to, 1); !any)
    return tl::unexpected{any.error()};
  LivePast past{step, static_cast<std::size_t>((to - from) / step) + 1};
  bring_back(past, memory, from, to);
  if (past.measured_time() == base::Seconds{0})
    return base::fail(base::ErrorKind::not_found, "nothing was measured yet");
  KeptPast kept{past.load(), past.pv(), past.told().outdoor, past.told().global, {}};
  for (const auto& [name, repairs] :
       {std::pair{"load", past.load_repairs()}, {"pv", past.pv_repairs()}}) {
    for (std::string& note : forecast::notes_of(name, repairs))
      kept.notes.push_back(std::move(note));
  }
  return kept;
}

LivePast::Cell* LivePast::cell_at(base::Time start) {
  cleaned_.reset();
  if (cells_.empty()) start_ = start;
  if (start < start_) return nullptr;
  const auto place = static_cast<std::size_t>((start - start_) / step_);
  if (place >= cells_.size()) cells_.resize(place + 1, k_no_cell<Cell>);
  shorten();
  return &cells_[static_cast<std::size_t>((start - start_) / step_)];
}

// A tenth more than needed is forgotten, so that it happens seldom.
void LivePast::shorten() {
  if (cells_.size() <= most_) return;
  const std::size_t old = cells_.size() - most_ + most_ / 10;
  cells_.erase(cells_.begin(), cells_.begin() + static_cast<std::ptrdiff_t>(old));
  start_ += step_ * static_cast<std::int64_t>(old);
}

void LivePast::put_before(const forecast::Measured& load, const forecast::Measured& pv) {
  if (load.is_empty()) return;
  cleaned_.reset();
  const base::Time first = base::floor_to(load.slot_start(0), step_);
  if (cells_.empty()) start_ = first;
  if (first < start_) {
    const auto missing = static_cast<std::size_t>((start_ - first) / step_);
    cells_.insert(cells_.begin(), missing, k_no_cell<Cell>);
    start_ = first;
  }
  const auto seconds = static_cast<double>(step_.count());
  for (std::size_t slot = 0; slot < load.size(); ++slot) {
    Cell* cell = cell_at(base::floor_to(load.slot_start(slot), step_));
    if (cell == nullptr || cell->seconds > 0.0 || !std::isfinite(load.values[slot])) continue;
    const double sun = slot < pv.size() ? pv.values[slot] : 0.0;
    cell->load = load.values[slot] * seconds;
    cell->pv = std::isfinite(sun) ? sun * seconds : 0.0;
    cell->seconds = seconds;
    cell->pv_seconds = seconds;
  }
}

void LivePast::add(const home::MeasuredSlot& slot) {
  const base::Time end = slot.start + slot.duration;
  for (base::Time at = slot.start; at < end;) {
    const base::Time border = base::floor_to(at, step_);
    const base::Time until = std::min(end, border + step_);
    const auto seconds = static_cast<double>((until - at).count());
    if (Cell* cell = cell_at(border)) {
      cell->load += slot.load.value() * seconds;
      cell->seconds += seconds;
      if (!slot.pv_possible) {
        cell->pv += slot.pv.value() * seconds;
        cell->pv_seconds += seconds;
      }
    }
    at = until;
  }
}

void LivePast::add_told(base::Time start, const ToldSlot& told) {
  if (Cell* cell = cell_at(start)) cell->told = told;
}

template <class Value>
forecast::Measured LivePast::series(Value value) const {
  forecast::Measured all{start_, step_, {}, {}};
  all.values.reserve(std::max<std::size_t>(1, cells_.size()));
  for (const Cell& cell : cells_) all.values.push_back(value(cell));
  if (all.values.empty()) all.values.push_back(k_unknown);
  return all;
}

const LivePast::Cleaned& LivePast::cleaned() const {
  if (cleaned_) return *cleaned_;
  const double least = 0.5 * static_cast<double>(step_.count());
  const auto mean = [least](double kw_s, double seconds) {
    return seconds >= least ? std::max(0.0, kw_s / seconds) : k_unknown;
  };
  const auto clean = [this](forecast::Measured& series, forecast::MeterKind kind) {
    auto lively = forecast::take_out_flat(std::move(series.values), kind, step_);
    auto cleaned = forecast::clean_power(std::move(lively.values), kind);
    series.values = std::move(cleaned.values);
    cleaned.repairs.flat_stretches = lively.repairs.flat_stretches;
    cleaned.repairs.is_flat_now = lively.repairs.is_flat_now;
    return cleaned.repairs;
  };
  Cleaned& fresh = cleaned_.emplace();
  fresh.load = series([&](const Cell& cell) { return mean(cell.load, cell.seconds); });
  fresh.pv = series([&](const Cell& cell) { return mean(cell.pv, cell.pv_seconds); });
  fresh.load_repairs = clean(fresh.load, forecast::MeterKind::load);
  fresh.pv_repairs = clean(fresh.pv, forecast::MeterKind::pv);
  return fresh;
}

LivePast::Told LivePast::told() const {
  return {series([](const Cell& cell) { return cell.told.pv_kw; }),
          series([](const Cell& cell) { return cell.told.global; }),
          series([](const Cell& cell) { return cell.told.outdoor_c; })};
}

base::Seconds LivePast::measured_time() const {
  double seconds = 0.0;
  for (const Cell& cell : cells_) seconds += cell.seconds;
  return base::Seconds{static_cast<std::int64_t>(seconds)};
}

}  // namespace ohmstead::engine
