#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "analysis.hpp"

namespace ohmstead::app {
namespace {

using forecast::DayShape;
using forecast::Measured;

// Blank where nothing is known.
void cell(std::string& text, double value, int digits) {
  text += ',';
  if (!std::isnan(value)) fmt::format_to(std::back_inserter(text), "{:.{}f}", value, digits);
}

std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char each : name) text += each == '"' ? "\"\"" : std::string{each};
  return text + '"';
}

std::string quality_table(const Analysis& analysis) {
  std::string text =
      "series,records,missing,missing_pct,first,last,gaps,longest_gap_from,longest_gap_h\n";
  for (const auto& each : analysis.found.quality) {
    text +=
        fmt::format("{},{},{},{:.2f},", each.name, each.records, each.missing, each.missing_pct());
    const bool is_measured = each.missing < each.records;
    text += is_measured ? base::format_time(each.first) + ',' + base::format_time(each.last) : ",";
    text += fmt::format(",{},", each.gap_count);
    if (!each.longest_gaps.empty()) {
      const auto& gap = each.longest_gaps.front();
      text += fmt::format("{},{:.2f}", base::format_time(gap.from),
                          base::hours(gap.to - gap.from).value());
    } else {
      text += ',';
    }
    text += '\n';
  }
  return text;
}

std::string shape_table(const std::vector<DayShape>& shapes) {
  std::string text = "days_of,days";
  for (int hour = 0; hour < 24; ++hour) text += fmt::format(",h{:02}_kw", hour);
  text += '\n';
  for (const DayShape& shape : shapes) {
    text += fmt::format("{},{}", shape.name, shape.days);
    for (const double kw : shape.kw) cell(text, kw, 4);
    text += '\n';
  }
  return text;
}

std::string day_table(const Analysis& analysis) {
  std::string text = "day,load_kwh,pv_kwh,base_kw,outdoor_c\n";
  for (const auto& day : analysis.found.days) {
    text += base::format_date(analysis.measured.zone.date(day.day));
    cell(text, day.load_kwh, 3);
    cell(text, day.pv_kwh, 3);
    cell(text, day.base_kw, 4);
    cell(text, day.outdoor_c, 2);
    text += '\n';
  }
  return text;
}

// What a model may learn from: each slot with what was known a day and a week before.
std::string feature_table(const Analysis& analysis) {
  const Measured& load = analysis.measured.load;
  const auto value = [](const Measured& series, base::Time time) {
    const std::int64_t slot = series.is_empty() ? -1 : (time - series.start) / series.step;
    const bool is_inside = slot >= 0 && slot < static_cast<std::int64_t>(series.size());
    return is_inside ? series.values[static_cast<std::size_t>(slot)] : std::nan("");
  };
  std::string text =
      "time_utc,load_kw,pv_kw,base_kw,outdoor_c,irradiance_kw_per_m2,local_hour,weekday,"
      "load_day_before_kw,load_week_before_kw,pv_day_before_kw\n";
  text.reserve(analysis.found.base_kw.size() * 96);
  const base::Time first =
      load.start +
      load.step *
          ((analysis.measured.from - load.start + load.step - base::Seconds{1}) / load.step);
  for (std::size_t i = 0; i < analysis.found.base_kw.size(); ++i) {
    const base::Time time = std::max(first, load.start) + load.step * static_cast<std::int64_t>(i);
    const auto clock = analysis.measured.zone.wall_clock(time);
    const base::Seconds day{86400};
    text += base::format_time(time);
    cell(text, value(load, time), 4);
    cell(text, value(analysis.measured.pv, time), 4);
    cell(text, analysis.found.base_kw[i], 4);
    cell(text, value(analysis.measured.outdoor, time), 2);
    cell(text, value(analysis.measured.sun, time), 4);
    fmt::format_to(std::back_inserter(text), ",{:.2f},{}", clock.hour + clock.minute / 60.0,
                   clock.weekday.iso_encoding());
    cell(text, value(load, time - day), 4);
    cell(text, value(load, time - 7 * day), 4);
    cell(text, value(analysis.measured.pv, time - day), 4);
    text += '\n';
  }
  return text;
}

std::string room_table(const Analysis& analysis) {
  std::string text =
      "room,verdict,time_constant_h,time_constant_error_h,loss_kw_per_k,loss_error_kw_per_k,"
      "capacity_kwh_per_k,capacity_error_kwh_per_k,aperture_m2,aperture_error_m2,"
      "decay_time_constant_h,decays,cycle_capacity_kwh_per_k,cycles\n";
  for (const forecast::RoomFit& room : analysis.rooms) {
    text += quoted(room.name) + ',' + std::string{to_string(room.verdict)};
    for (const forecast::Estimate* each : {&room.time_constant_h, &room.loss_kw_per_k,
                                           &room.capacity_kwh_per_k, &room.aperture_m2}) {
      const bool is_known = each->standard_error > 0.0;
      cell(text, is_known ? each->value : std::nan(""), 4);
      cell(text, is_known ? each->standard_error : std::nan(""), 4);
    }
    cell(text, room.start.time_constant_h.value_or(std::nan("")), 2);
    text += fmt::format(",{}", room.start.decays);
    cell(text, room.start.capacity_kwh_per_k.value_or(std::nan("")), 3);
    text += fmt::format(",{}\n", room.start.cycles);
  }
  return text;
}

}  // namespace

std::vector<NamedFile> analysis_tables(const Analysis& analysis) {
  std::vector<NamedFile> tables{{"quality.csv", quality_table(analysis)},
                                {"load_profiles.csv", shape_table(analysis.found.load_shapes)},
                                {"days.csv", day_table(analysis)},
                                {"features.csv", feature_table(analysis)}};
  if (analysis.found.pv)
    tables.push_back({"pv_profiles.csv", shape_table(analysis.found.pv_shapes)});
  if (!analysis.rooms.empty()) tables.push_back({"thermal_parameters.csv", room_table(analysis)});
  return tables;
}

}  // namespace ohmstead::app
