#include "ohmstead/simulate/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "measured_column.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/describe/csv.hpp"
#include "ohmstead/describe/problems.hpp"
#include "ohmstead/forecast/clean_meter.hpp"
#include "repair.hpp"

namespace ohmstead::simulate {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using base::Seconds;
using base::Time;

// Ten years of quarter-hours: more is a wrong year in a file, not a history.
constexpr std::int64_t k_most_slots = 366L * 96 * 10;
constexpr std::size_t k_most_named_holes = 3;

// A column in kW or per kWh, with its rows.
struct Column {
  Rows rows;
  std::vector<double> values;
  std::size_t negative = 0;  // rows whose power was below zero, and counts as 0
  forecast::MeterRepairs repairs = {};
};

// load_counter_kwh: a reading that counts on, not energy per interval.
bool is_counter(std::string_view column) {
  return column.ends_with("_counter_kwh") || column.ends_with("_counter_wh");
}

// Reads each file once, however many columns are asked of it.
class SourceFiles {
 public:
  explicit SourceFiles(const FileReader& read) : read_{read} {}

  Result<Column> read_power(const home::CsvSource& source, forecast::MeterKind kind);
  // What another system foretold: nothing to clean.
  Result<Column> read_foretold(const home::CsvSource& source);
  Result<Column> read_prices(const home::PriceSource& source);
  // Values in the column's own unit, but W per m2 as kW per m2.
  Result<Column> read_weather(const home::CsvSource& source);

 private:
  Result<const describe::CsvTable*> read_table(const std::string& file);
  Result<Column> read_column(const std::string& file, const std::string& name);

  const FileReader& read_;
  std::map<std::string, describe::CsvTable> tables_;
};

Result<const describe::CsvTable*> SourceFiles::read_table(const std::string& file) {
  if (const auto known = tables_.find(file); known != tables_.end()) return &known->second;
  const auto text = read_(file);
  if (!text) return tl::unexpected{text.error()};
  auto table = describe::parse_csv(*text, file);
  if (!table) return tl::unexpected{table.error()};
  return &tables_.emplace(file, std::move(*table)).first->second;
}

Result<Column> SourceFiles::read_column(const std::string& file, const std::string& name) {
  const auto table = read_table(file);
  if (!table) return tl::unexpected{table.error()};
  const auto index = (*table)->find_column(name);
  if (!index) {
    return fail(ErrorKind::invalid_input,
                fmt::format("{}:1: there is no column '{}', only {}", file, name,
                            fmt::join((*table)->columns, ", ")));
  }
  Column column{make_rows((*table)->times), (*table)->values[*index]};
  const auto is_blank = [](double value) { return std::isnan(value); };
  if (std::all_of(column.values.begin(), column.values.end(), is_blank)) {
    return fail(ErrorKind::invalid_input,
                fmt::format("{}: column '{}' is blank from start to end", file, name));
  }
  return column;
}

Result<Column> SourceFiles::read_foretold(const home::CsvSource& source) {
  auto column = read_column(source.file, source.column);
  if (!column) return column;
  column->values = to_power_kw(column->rows, column->values, source.column);
  for (double& value : column->values) {
    if (value >= 0.0 || std::isnan(value)) continue;
    value = 0.0;
    ++column->negative;
  }
  return column;
}

Result<Column> SourceFiles::read_power(const home::CsvSource& source, forecast::MeterKind kind) {
  auto column = read_column(source.file, source.column);
  if (!column) return column;
  forecast::MeterRepairs counted;
  if (is_counter(source.column)) {
    // A reading stands at its instant; a row of energy at the start of its interval.
    auto energy = forecast::counter_to_energy(column->values);
    std::rotate(energy.values.begin(), energy.values.begin() + 1, energy.values.end());
    column->values = std::move(energy.values);
    counted = energy.repairs;
  }
  column->values = to_power_kw(column->rows, column->values, source.column);
  auto cleaned = forecast::clean_power(std::move(column->values), kind);
  column->values = std::move(cleaned.values);
  column->repairs = cleaned.repairs;
  column->repairs.resets = counted.resets;
  column->repairs.spread_differences = counted.spread_differences;
  for (double& value : column->values) {
    if (value >= 0.0 || std::isnan(value)) continue;
    value = 0.0;
    ++column->negative;
  }
  return column;
}

Result<Column> SourceFiles::read_prices(const home::PriceSource& source) {
  auto column = read_column(source.file, source.column);
  if (column) column->values = to_price_per_kwh(column->values, source.column);
  return column;
}

Result<Column> SourceFiles::read_weather(const home::CsvSource& source) {
  auto column = read_column(source.file, source.column);
  if (!column || !source.column.ends_with("_w_per_m2")) return column;
  for (double& value : column->values) value /= 1000.0;
  return column;
}

struct Sources {
  Column load;
  std::optional<Column> pv;
  std::optional<Column> pv_forecast;
  std::optional<Column> outdoor;
  std::optional<Column> irradiance;
  std::optional<Column> prices;
};

Result<Sources> read_sources(const home::Site& site, const FileReader& read) {
  SourceFiles files{read};
  Sources sources;
  std::string problems;
  const auto keep = [&](auto&& column, auto& target) {
    if (column) {
      target = std::move(*column);
    } else if (problems.find(column.error().message) == std::string::npos) {
      problems += (problems.empty() ? "" : "\n") + column.error().message;
    }
    return column ? std::nullopt : std::optional{column.error().kind};
  };
  auto kind = keep(files.read_power(*site.sources.load, forecast::MeterKind::load), sources.load);
  const auto add = [&](const auto& source, auto& target, const auto& reader) {
    if (!source) return;
    const auto failed = keep(reader(*source), target);
    if (!kind) kind = failed;
  };
  add(site.sources.pv, sources.pv, [&](const home::CsvSource& source) {
    return files.read_power(source, forecast::MeterKind::pv);
  });
  add(site.sources.pv_forecast, sources.pv_forecast,
      [&](const home::CsvSource& source) { return files.read_foretold(source); });
  const auto weather = [&](const home::CsvSource& source) { return files.read_weather(source); };
  add(site.sources.outdoor, sources.outdoor, weather);
  add(site.sources.irradiance, sources.irradiance, weather);
  add(site.sources.prices, sources.prices,
      [&](const home::PriceSource& source) { return files.read_prices(source); });
  if (kind) return fail(*kind, problems);
  return sources;
}

class HistoryMaker {
 public:
  HistoryMaker(const home::Site& site, Sources sources, const base::Zone& zone)
      : sources_{std::move(sources)},
        zone_{zone},
        step_{std::chrono::minutes{site.planning.step_min}} {}

  Result<History> run() &&;

 private:
  Result<void> lay_grid();
  void fill_power();
  [[nodiscard]] OnSlots nothing() const;
  void note_power(const char* name, const Column& column, const Repaired& repaired);
  void note_prices();
  // One value per slot.
  [[nodiscard]] std::vector<double> fill_weather(const char* name, const Column& column);
  [[nodiscard]] double hours_of(std::size_t slots) const {
    return static_cast<double>(slots) * base::hours(step_).value();
  }

  Sources sources_;
  const base::Zone& zone_;
  Seconds step_;
  SlotRange measured_;
  History history_;
};

Result<History> HistoryMaker::run() && {
  if (auto grid = lay_grid(); !grid) return tl::unexpected{grid.error()};
  fill_power();
  if (sources_.outdoor)
    history_.outdoor =
        base::Series<base::Celsius>{fill_weather("outdoor temperature", *sources_.outdoor)};
  if (sources_.irradiance) {
    history_.irradiance =
        base::Series<base::Power>{fill_weather("irradiance", *sources_.irradiance)};
    for (double& value : history_.irradiance.raw()) value = std::max(0.0, value);
  }
  if (sources_.prices) {
    history_.spot = SpotPrices{sources_.prices->rows.starts, sources_.prices->rows.ends,
                               sources_.prices->values};
    note_prices();
  }
  return std::move(history_);
}

Result<void> HistoryMaker::lay_grid() {
  Time first = sources_.load.rows.starts.front();
  Time last = sources_.load.rows.ends.back();
  Time from = first;
  Time until = last;
  if (sources_.pv) {
    from = std::max(from, sources_.pv->rows.starts.front());
    until = std::min(until, sources_.pv->rows.ends.back());
  }
  for (const auto* column : {&sources_.pv, &sources_.pv_forecast}) {
    if (!*column) continue;
    first = std::min(first, (*column)->rows.starts.front());
    last = std::max(last, (*column)->rows.ends.back());
  }
  first = base::floor_to(first, step_);
  last = base::floor_to(last + step_ - Seconds{1}, step_);
  if ((last - first) / step_ > k_most_slots) {
    return fail(ErrorKind::invalid_input,
                fmt::format("measurements from {} to {}: more than {} slots of step_min are "
                            "too many",
                            base::format_time(first), base::format_time(last), k_most_slots));
  }
  from = base::floor_to(from + step_ - Seconds{1}, step_);
  until = base::floor_to(until, step_);
  if (from >= until) {
    return fail(ErrorKind::invalid_input, "load and PV were never measured at the same time");
  }
  history_.slots =
      base::SlotGrid::uniform(first, step_, static_cast<std::size_t>((last - first) / step_));
  history_.measured_from = from;
  history_.measured_until = until;
  measured_ = {static_cast<std::size_t>((from - first) / step_),
               static_cast<std::size_t>((until - first) / step_)};
  return {};
}

// The column of a source that the site does not name.
OnSlots HistoryMaker::nothing() const {
  OnSlots column{std::vector<double>(history_.slots.count(), std::nan("")), {}};
  column.known_at.reserve(history_.slots.count());
  for (std::size_t slot = 0; slot < history_.slots.count(); ++slot) {
    column.known_at.push_back(history_.slots.end(slot));
  }
  return column;
}

void HistoryMaker::fill_power() {
  const forecast::LocalRaster raster{history_.slots, zone_};
  Repaired load = repair_load(resample(sources_.load.rows, sources_.load.values, history_.slots),
                              raster, measured_);
  note_power("load", sources_.load, load);
  history_.load = std::move(load.history);
  if (sources_.pv) {
    Repaired pv = repair_pv(resample(sources_.pv->rows, sources_.pv->values, history_.slots),
                            raster.per_day(), measured_);
    note_power("PV", *sources_.pv, pv);
    history_.pv = std::move(pv.history);
  } else {
    history_.pv = keep_holes(nothing());
  }
  if (sources_.pv_forecast) {
    history_.pv_forecast = keep_holes(
        resample(sources_.pv_forecast->rows, sources_.pv_forecast->values, history_.slots));
    note_power("PV forecast", *sources_.pv_forecast, {});
  } else {
    history_.pv_forecast = keep_holes(nothing());
  }
}

std::vector<double> HistoryMaker::fill_weather(const char* name, const Column& column) {
  OnSlots on_slots = resample(column.rows, column.values, history_.slots);
  std::vector<double>& values = on_slots.values;
  history_.weather_known_at.resize(values.size());
  base::Time known_at{};
  for (std::size_t slot = 0; slot < values.size(); ++slot) {
    known_at = std::max({known_at, on_slots.known_at[slot], history_.weather_known_at[slot]});
    history_.weather_known_at[slot] = known_at;
  }
  const auto is_known = [](double value) { return !std::isnan(value); };
  const auto first = std::find_if(values.begin(), values.end(), is_known);
  double held = first == values.end() ? 0.0 : *first;
  std::size_t holes = 0;
  for (double& value : values) {
    if (!is_known(value)) ++holes;
    value = held = is_known(value) ? value : held;
  }
  if (holes > 0) {
    history_.notes.push_back(
        fmt::format("{}: {:.1f} h without a value hold the one before", name, hours_of(holes)));
  }
  return std::move(on_slots.values);
}

void HistoryMaker::note_power(const char* name, const Column& column, const Repaired& repaired) {
  for (std::string& note : forecast::notes_of(name, column.repairs))
    history_.notes.push_back(std::move(note));
  if (column.negative > 0) {
    history_.notes.push_back(
        fmt::format("{}: {} values below zero count as 0", name, column.negative));
  }
  if (repaired.dark > 0) {
    history_.notes.push_back(fmt::format("{}: {:.1f} h without a value are night and count as 0",
                                         name, hours_of(repaired.dark)));
  }
  if (repaired.filled > 0) {
    history_.notes.push_back(fmt::format(
        "{}: {:.1f} h without a value were filled with the mean of the same time of day "
        "in the 7 days before",
        name, hours_of(repaired.filled)));
  }
}

void HistoryMaker::note_prices() {
  const SpotPrices& spot = history_.spot;
  std::size_t holes = 0;
  for (Time at = spot.known_until(spot.first()); at < spot.last();) {
    const auto& starts = sources_.prices->rows.starts;
    Time next = *std::upper_bound(starts.begin(), starts.end(), at);
    while (!spot.find(next)) next = *std::upper_bound(starts.begin(), starts.end(), next);
    if (++holes <= k_most_named_holes) {
      history_.notes.push_back(fmt::format("prices are missing from {} to {}; plans end there",
                                           base::format_time(at), base::format_time(next)));
    }
    at = spot.known_until(next);
  }
  if (holes > k_most_named_holes) {
    history_.notes.push_back(
        fmt::format("prices are missing in {} more places", holes - k_most_named_holes));
  }
}

}  // namespace

Result<History> load_history(const home::Site& site, const FileReader& read) {
  if (!site.sources.load) {
    return fail(ErrorKind::invalid_input,
                "the site names no measured consumption: sources.load is needed to plan");
  }
  const auto zone = base::Zone::load(site.timezone);
  if (!zone) return tl::unexpected{zone.error()};
  auto sources = read_sources(site, read);
  if (!sources) return tl::unexpected{sources.error()};
  return HistoryMaker{site, std::move(*sources), *zone}.run();
}

}  // namespace ohmstead::simulate
