#include "home_assistant/statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "parts/json_text.hpp"
#include "points/point_text.hpp"

namespace ohmstead::connect {
namespace {

using base::Time;
using describe::Node;
using describe::NodeKind;
using home::PointReading;
using home::PointValue;

constexpr std::chrono::hours k_hour{1};

std::string list_of(const std::set<std::string>& entities) {
  std::string list;
  for (const std::string& entity : entities)
    list += (list.empty() ? "" : ",") + json_quoted(entity);
  return list;
}

std::optional<double> number_at(const Node& row, std::string_view key) {
  const Node* node = row.find(key);
  return node == nullptr || node->kind != NodeKind::scalar ? std::nullopt : number_of(node->text);
}

std::string text_at(const Node& row, std::string_view key) {
  const Node* node = row.find(key);
  return node == nullptr || node->kind != NodeKind::scalar ? std::string{} : node->text;
}

base::Error not_understood() {
  return {base::ErrorKind::invalid_input, "Home Assistant's statistics are not understood"};
}

// One reading, hour by hour, in units of the home; a counter as the power that it rose by.
class Recorded {
 public:
  Recorded(const PointReading& point, const StatisticsOf& all) : point_{point} {
    const auto found = all.find(point.at);
    if (found != all.end()) statistics_ = &found->second;
    if (statistics_ == nullptr) return;
    const auto& of = is_counter() ? statistics_->change : statistics_->mean;
    if (!of.empty()) first_ = of.begin()->first;
    theirs_ = unit_of(statistics_->unit);
  }

  [[nodiscard]] bool is_any() const { return first_.has_value() && is_understood(); }
  [[nodiscard]] std::optional<Time> first() const { return first_; }
  [[nodiscard]] double at(Time hour) const {
    const auto& of = is_counter() ? statistics_->change : statistics_->mean;
    const auto found = of.find(hour);
    if (found == of.end()) return std::nan("");
    const home::PointUnit unit = is_of_value() ? *theirs_ : *point_.unit;
    if (!is_of_value()) return in_home_units(found->second * point_.factor + point_.offset, unit);
    // An offset is in the unit of the site file.
    const double offset =
        point_.offset == 0.0 ? 0.0 : in_home_units(point_.offset, point_.unit.value_or(unit));
    return in_home_units(found->second, unit) * point_.factor + offset;
  }

 private:
  [[nodiscard]] bool is_counter() const {
    using enum PointValue;
    const PointValue value = point_.value;
    return value == energy || value == imported || value == exported || value == charged ||
           value == discharged;
  }
  [[nodiscard]] bool is_of_value() const {
    return theirs_ && home::is_unit_of(point_.value, *theirs_);
  }
  [[nodiscard]] bool is_understood() const { return is_of_value() || point_.unit.has_value(); }

  const PointReading& point_;
  const Statistics* statistics_ = nullptr;
  std::optional<Time> first_;
  std::optional<home::PointUnit> theirs_;
};

// What one thing draws: powers, else what its counters rose by.
class Flow {
 public:
  Flow(const std::string& of, const std::vector<PointReading>& readings, const StatisticsOf& all) {
    for (const PointReading& point : readings) {
      const auto sign = point.of == of ? sign_of(point.value) : std::nullopt;
      if (!sign) continue;
      const Recorded recorded{point, all};
      if (recorded.is_any() && (!first_ || *recorded.first() < *first_)) first_ = recorded.first();
      parts_.push_back({recorded, point.value, *sign});
    }
  }

  [[nodiscard]] bool is_mapped() const { return !parts_.empty(); }
  [[nodiscard]] std::optional<Time> first() const { return first_; }
  // Before its first hour it was not there; NaN: not recorded.
  [[nodiscard]] double at(Time hour) const {
    if (!first_) return std::nan("");
    if (hour < *first_) return 0.0;
    const double by_power = sum(hour, false);
    return std::isnan(by_power) ? sum(hour, true) : by_power;
  }

 private:
  struct Part {
    Recorded recorded;
    PointValue value;
    double sign;
  };

  static std::optional<double> sign_of(PointValue value) {
    using enum PointValue;
    switch (value) {
      case power:
      case import:
      case charge:
      case energy:
      case imported:
      case charged:
        return 1.0;
      case export_:
      case discharge:
      case exported:
      case discharged:
        return -1.0;
      default:
        return std::nullopt;
    }
  }
  static bool is_counted(PointValue value) {
    using enum PointValue;
    return value == energy || value == imported || value == exported || value == charged ||
           value == discharged;
  }

  [[nodiscard]] double sum(Time hour, bool of_counters) const {
    double total = 0.0;
    bool is_any = false;
    for (const Part& part : parts_) {
      if (is_counted(part.value) != of_counters) continue;
      if (!part.recorded.is_any()) return std::nan("");
      double kw = part.recorded.at(hour);
      // One direction is never negative.
      if (part.value != PointValue::power) kw = std::isnan(kw) ? kw : std::max(0.0, kw);
      total += part.sign * kw;
      is_any = true;
    }
    return is_any ? total : std::nan("");
  }

  std::vector<Part> parts_;
  std::optional<Time> first_;
};

std::vector<std::string> devices_of(const std::vector<PointReading>& readings) {
  std::vector<std::string> names;
  for (const PointReading& each : readings) {
    const bool is_device =
        each.of != "grid" && each.of != "pv" && each.of != "load" && each.of != "outdoor";
    if (is_device && std::find(names.begin(), names.end(), each.of) == names.end())
      names.push_back(each.of);
  }
  return names;
}

}  // namespace

std::string ask_units_message(std::int64_t id, const std::set<std::string>& entities) {
  return fmt::format(
      R"({{"id":{},"type":"recorder/get_statistics_metadata","statistic_ids":[{}]}})", id,
      list_of(entities));
}

std::string ask_statistics_message(std::int64_t id, const std::set<std::string>& entities,
                                   Time from, Time to) {
  return fmt::format(
      R"({{"id":{},"type":"recorder/statistics_during_period","start_time":"{}","end_time":"{}",)"
      R"("statistic_ids":[{}],"period":"hour","types":["mean","change"],)"
      R"("units":{{"power":"kW","energy":"kWh","temperature":"°C"}}}})",
      id, base::format_time(from), base::format_time(to), list_of(entities));
}

base::Result<void> take_units(const Node& result, StatisticsOf& all) {
  if (result.kind != NodeKind::list) return tl::unexpected{not_understood()};
  for (const Node& row : result.items) {
    const std::string entity = text_at(row, "statistic_id");
    const std::string kind = text_at(row, "unit_class");
    std::string unit = text_at(row, "statistics_unit_of_measurement");
    if (kind == "power") unit = "kW";
    if (kind == "energy") unit = "kWh";
    if (kind == "temperature") unit = "°C";
    if (!entity.empty()) all[entity].unit = std::move(unit);
  }
  return {};
}

base::Result<void> take_statistics(const Node& result, StatisticsOf& all) {
  if (result.kind != NodeKind::map) return tl::unexpected{not_understood()};
  for (const describe::Member& each : result.members) {
    if (each.value.kind != NodeKind::list) return tl::unexpected{not_understood()};
    Statistics& of = all[each.key];
    for (const Node& row : each.value.items) {
      const auto at_ms = number_at(row, "start");
      if (!at_ms || std::abs(*at_ms) > 1e14) return tl::unexpected{not_understood()};
      const Time hour{std::chrono::seconds{std::llround(*at_ms / 1000.0)}};
      if (const auto mean = number_at(row, "mean")) of.mean[hour] = *mean;
      if (const auto change = number_at(row, "change")) of.change[hour] = *change;
    }
  }
  return {};
}

std::set<std::string> recorded_entities(const std::vector<PointReading>& readings) {
  std::set<std::string> all;
  for (const PointReading& each : readings)
    if (each.at.find('#') == std::string::npos) all.insert(each.at);
  return all;
}

RecordedHome recorded_home(const home::Site& site, const std::vector<PointReading>& readings,
                           const StatisticsOf& all, Time from, Time to) {
  RecordedHome home;
  home.start = base::floor_to(from, k_hour);
  const Flow grid{"grid", readings, all}, sun{"pv", readings, all}, load{"load", readings, all};
  std::vector<Flow> devices;
  for (const std::string& name : devices_of(readings)) {
    Flow flow{name, readings, all};
    if (flow.is_mapped() && !flow.first())
      home.notes.push_back(
          fmt::format("of {} nothing is recorded: the load holds what it draws or gives", name));
    if (flow.first()) devices.push_back(std::move(flow));
  }
  std::optional<Recorded> outdoor;
  for (const PointReading& each : readings) {
    if (each.of == "outdoor" && each.value == PointValue::temperature) outdoor.emplace(each, all);
  }
  const bool has_sun = sun.first().has_value();
  if (site.pv && !has_sun) home.notes.emplace_back("of the roof nothing is recorded");
  for (Time hour = home.start; hour < to; hour += k_hour) {
    const double pv_kw = has_sun ? sun.at(hour) : 0.0;
    double kw = load.at(hour);
    if (load.first() && hour < *load.first()) kw = std::nan("");
    if (!load.first()) {
      kw = grid.first() && hour >= *grid.first() ? grid.at(hour) + pv_kw : std::nan("");
      for (const Flow& device : devices) kw -= device.at(hour);
    }
    home.load_kw.push_back(std::isnan(kw) ? kw : std::max(0.0, kw));
    home.pv_kw.push_back(has_sun ? std::max(0.0, pv_kw) : std::nan(""));
    if (std::isnan(pv_kw)) home.pv_kw.back() = pv_kw;
    home.outdoor_c.push_back(outdoor && outdoor->is_any() ? outdoor->at(hour) : std::nan(""));
  }
  return home;
}

}  // namespace ohmstead::connect
