#include "peaks.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::plan {
namespace {

using base::Seconds;
using base::Time;

double above(double power_kw, double threshold_kw) {
  return std::max(0.0, power_kw - threshold_kw);
}

double mean_of_highest(std::vector<double> values, std::size_t count) {
  std::sort(values.begin(), values.end(), std::greater<>{});
  if (values.size() > count) values.resize(count);
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(count);
}

constexpr Seconds k_hour{3600};

class WindowCutter {
 public:
  WindowCutter(const home::Case& home, const home::PeakCharge& charge)
      : home_{home},
        charge_{charge},
        zone_{base::Zone::load(home.timezone).value_or(base::Zone::utc())} {}

  std::vector<PeakWindow> run() {
    if (!charge_.window) {
      cut_by_slots();
    } else if (charge_.is_aligned) {
      cut_aligned();
    } else {
      for (std::size_t t = 0; t < count(); ++t) {
        const Time start = home_.slots.start(t);
        if (t == 0 || start + *charge_.window <= end()) add(start, start + *charge_.window);
      }
    }
    return std::move(windows_);
  }

 private:
  [[nodiscard]] std::size_t count() const { return home_.slots.count(); }
  [[nodiscard]] Time end() const { return home_.slots.end(count() - 1); }

  void cut_by_slots() {
    const auto length = static_cast<std::size_t>(std::max<std::int64_t>(1, charge_.window_slots));
    for (std::size_t t = 0; t + length <= count(); ++t)
      add(home_.slots.start(t), home_.slots.end(t + length - 1));
  }

  void cut_aligned() {
    for (Time at = home_.slots.start(0); at < end();) {
      const auto [from, to] = aligned_window(zone_, at, *charge_.window);
      add(from, to);
      at = std::max(at + Seconds{1}, to);
    }
  }

  // What of [from, to) lies outside the horizon is unknown: it goes on like the part inside, unless
  // the energy so far is given.
  void add(Time from, Time to) {
    const Time first = std::max(from, home_.slots.start(0)), last = std::min(to, end());
    const bool is_known = from < first && charge_.window_so_far.has_value();
    const double length_s =
        static_cast<double>(((is_known ? to : last) - (is_known ? from : first)).count());
    PeakWindow window;
    for (std::size_t t = next_slot_; t < count() && home_.slots.start(t) < last; ++t) {
      const Time begin = std::max(first, home_.slots.start(t));
      const Time stop = std::min(last, home_.slots.end(t));
      if (stop <= begin) continue;
      const double share = charge_.applies ? charge_.applies[t].value() : 1.0;
      window.parts.emplace_back(t, share * static_cast<double>((stop - begin).count()) / length_s);
    }
    while (next_slot_ + 1 < count() && home_.slots.end(next_slot_) <= from) ++next_slot_;
    if (is_known) window.fixed_kw = charge_.window_so_far->value() / (length_s / 3600.0);
    // Windows inside one slot are all the same.
    const bool is_same = !windows_.empty() && window.parts == windows_.back().parts &&
                         (charge_.per == home::PeakPer::day || charge_.mean_of == 1);
    if (window.parts.empty() || is_same) return;
    window.group = charge_.per == home::PeakPer::day ? day_of(first) : windows_.size();
    windows_.push_back(std::move(window));
  }

  std::size_t day_of(Time time) {
    const base::Date date = zone_.date(time);
    if (days_.empty() || days_.back() != date) days_.push_back(date);
    return days_.size() - 1;
  }

  const home::Case& home_;
  const home::PeakCharge& charge_;
  base::Zone zone_;
  std::size_t next_slot_ = 0;
  std::vector<base::Date> days_;
  std::vector<PeakWindow> windows_;
};

std::vector<double> reached(const home::PeakCharge& charge) {
  std::vector<double> values{charge.all_so_far.raw().begin(), charge.all_so_far.raw().end()};
  if (values.empty()) values.push_back(charge.so_far.value());
  for (double& value : values) value = above(value, charge.threshold.value());
  return values;
}

}  // namespace

// Windows of up to an hour do not notice a clock change,
// which moves the clock by whole hours; longer ones may last longer or shorter on such a day.
std::pair<Time, Time> aligned_window(const base::Zone& zone, Time time, Seconds length) {
  const base::WallClock clock = zone.wall_clock(time);
  const Seconds passed{clock.hour * 3600 + clock.minute * 60 + clock.second};
  if (length <= k_hour) {
    const Time start = time - passed % length;
    return {start, start + length};
  }
  const Seconds from = passed - passed % length;
  const Time next_day = zone.next_day_start(time);
  const bool is_last = from + length >= Seconds{86400};
  return {zone.at(clock.date, from), is_last ? next_day : zone.at(clock.date, from + length)};
}

Peak make_peak(const home::Case& home, const home::PeakCharge& charge) {
  Peak peak;
  peak.price_per_kw = charge.price.value();
  peak.threshold_kw = charge.threshold.value();
  peak.mean_of = static_cast<std::size_t>(std::max<std::int64_t>(1, charge.mean_of));
  peak.direction = charge.direction;
  peak.so_far_kw = reached(charge);
  if (charge.day_so_far) {
    const double value = above(charge.day_so_far->value(), peak.threshold_kw);
    // Windows of their own: today's highest one is one more that was reached.
    if (charge.per == home::PeakPer::day) {
      peak.first_group_kw = value;
    } else {
      peak.so_far_kw.push_back(value);
    }
  }
  peak.windows = WindowCutter{home, charge}.run();
  return peak;
}

home::PeakCharge peak_shaving(const home::Case& home) {
  home::PeakCharge charge;
  charge.price = home.objective.peak_shaving_weight;
  return charge;
}

double reached_kw(const Peak& peak) {
  std::vector<double> values = peak.so_far_kw;
  values.push_back(peak.first_group_kw);
  return mean_of_highest(std::move(values), peak.mean_of);
}

double peak_cost(const Peak& peak, std::span<const double> power_kw) {
  std::vector<double> values = peak.so_far_kw;
  std::size_t group = 0;
  double highest = peak.first_group_kw;
  for (const PeakWindow& window : peak.windows) {
    if (window.group != group) {
      values.push_back(highest);
      highest = 0.0;
      group = window.group;
    }
    double mean = window.fixed_kw;
    for (const auto& [slot, factor] : window.parts) mean += factor * power_kw[slot];
    highest = std::max(highest, above(mean, peak.threshold_kw));
  }
  values.push_back(highest);
  const double now = mean_of_highest(std::move(values), peak.mean_of);
  return peak.price_per_kw * (now - reached_kw(peak));
}

double free_of_peaks_kw(const home::Case& home, std::size_t slot) {
  double free_kw = std::numeric_limits<double>::infinity();
  for (const home::PeakCharge& charge : peaks_of(home.grid)) {
    const bool counts = charge.direction == home::GridDirection::import &&
                        (!charge.applies || charge.applies[slot].value() > 0.0);
    if (!counts) continue;
    std::vector<double> values = reached(charge);
    std::sort(values.begin(), values.end(), std::greater<>{});
    const auto last = static_cast<std::size_t>(charge.mean_of) - 1;
    const double lowest = last < values.size() ? values[last] : 0.0;
    free_kw = std::min(free_kw, lowest + charge.threshold.value());
  }
  return free_kw;
}

}  // namespace ohmstead::plan
