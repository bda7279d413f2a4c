#include "appliance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "account.hpp"
#include "linear_home.hpp"
#include "load/load.hpp"
#include "make_elements.hpp"

namespace ohmstead::plan {
namespace {

constexpr int k_running = 1;
constexpr double k_tolerance_kw = 1e-6;

std::optional<std::size_t> first_running(const Track& track) {
  const auto found = std::find(track.state.begin(), track.state.end(), k_running);
  if (found == track.state.end()) return std::nullopt;
  return static_cast<std::size_t>(found - track.state.begin());
}

}  // namespace

ApplianceElement::ApplianceElement(const home::Case& home, const home::Appliance& appliance)
    : home_{&home}, device_{appliance.id, {"off", "running"}, 0.0, 0.0} {
  const double step_h = base::hours(appliance.profile_step).value();
  for (const double kw : appliance.profile.raw()) {
    device_.most_drawn_kw = std::max(device_.most_drawn_kw, kw);
    energy_kwh_ += kw * step_h;
  }
  skip_cost_ = appliance.skip_cost ? appliance.skip_cost->value()
                                   : energy_kwh_ * effective_violation_price(home).value();
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    if (auto run = make_run(appliance, t)) runs_.push_back(std::move(*run));
  }
}

// The mean power of each slot from `start` on, or nothing when the window forbids that start.
std::optional<ApplianceElement::Run> ApplianceElement::make_run(const home::Appliance& appliance,
                                                                std::size_t start) const {
  const base::Time begin = home_->slots.start(start);
  const base::Time earliest = appliance.earliest.value_or(home_->slots.start(0));
  const auto steps = static_cast<std::int64_t>(appliance.profile.size());
  const base::Time end = begin + appliance.profile_step * steps;
  const base::Time horizon_end = home_->slots.end(home_->slots.count() - 1);
  if (begin < earliest || end > std::min(horizon_end, appliance.latest_end.value_or(horizon_end)))
    return std::nullopt;
  Run run{start, {}, 0.0};
  run.delay_cost = base::hours(begin - earliest).value() * appliance.delay_cost_per_hour.value();
  for (std::size_t t = start; t < home_->slots.count() && home_->slots.start(t) < end; ++t) {
    double sum_kws = 0.0;
    for (std::int64_t k = 0; k < steps; ++k) {
      const base::Time from = std::max(home_->slots.start(t), begin + appliance.profile_step * k);
      const base::Time to = std::min(home_->slots.end(t), begin + appliance.profile_step * (k + 1));
      if (to <= from) continue;
      sum_kws += appliance.profile.raw()[static_cast<std::size_t>(k)] *
                 static_cast<double>((to - from).count());
    }
    run.power_kw.push_back(sum_kws / static_cast<double>(home_->slots.duration(t).count()));
  }
  return run;
}

void ApplianceElement::write(const Run* run, Track& track) {
  std::fill(track.power_kw.begin(), track.power_kw.end(), 0.0);
  std::fill(track.state.begin(), track.state.end(), 0);
  if (run == nullptr) return;
  for (std::size_t k = 0; k < run->power_kw.size(); ++k) {
    track.power_kw[run->start + k] = run->power_kw[k];
    track.state[run->start + k] = k_running;
  }
}

LinearPart ApplianceElement::add_to(LinearHome& linear) const {
  const auto start = linear.name(fmt::format("appliance.start[{}]", device_.id));
  const auto one = linear.add_row(linear.name(fmt::format("appliance.once[{}]", device_.id)),
                                  solve::Bounds{1.0, 1.0});
  const auto skip = linear.add_column(linear.name(fmt::format("appliance.skip[{}]", device_.id)),
                                      {.upper = 1.0, .cost = skip_cost_});
  linear.add(one, skip, 1.0);
  const auto drawer = linear.drawer(device_.id);
  std::vector<solve::ColumnId> columns;
  for (const Run& run : runs_) {
    columns.push_back(linear.add_column(
        start, run.start,
        {.upper = 1.0, .cost = run.delay_cost, .is_integer = linear.is_whole(run.start)}));
    linear.add(one, columns.back(), 1.0);
    for (std::size_t k = 0; k < run.power_kw.size(); ++k)
      linear.draw(run.start + k, drawer, columns.back(), run.power_kw[k]);
  }
  LinearPart part;
  part.has_switches = !runs_.empty();
  // Of a relaxed solution: the start with the largest share.
  part.take = [this, columns, skip](std::span<const double> values, std::span<Track> tracks) {
    const Run* best = nullptr;
    double share = values[static_cast<std::size_t>(skip.index)];
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const double value = values[static_cast<std::size_t>(columns[i].index)];
      if (value <= share) continue;
      share = value;
      best = &runs_[i];
    }
    write(best, tracks[0]);
  };
  part.give = [this, columns](std::span<const Track> tracks, std::span<double> values) {
    const auto started = first_running(tracks[0]);
    for (std::size_t i = 0; i < columns.size(); ++i)
      values[static_cast<std::size_t>(columns[i].index)] = runs_[i].start == started ? 1.0 : 0.0;
  };
  return part;
}

void ApplianceElement::bill(std::span<const Track> tracks, Account& account) const {
  const auto started = first_running(tracks[0]);
  const auto run = std::find_if(runs_.begin(), runs_.end(),
                                [&](const Run& each) { return each.start == started; });
  if (run != runs_.end()) return account.add_comfort(run->delay_cost);
  account.add_missed(0, fmt::format("appliance.run[{}]", device_.id), energy_kwh_, "kWh",
                     skip_cost_);
}

void ApplianceElement::check(std::span<const Track> tracks, const Refuse& refuse) const {
  const Track& track = tracks[0];
  const auto started = first_running(track);
  const auto run = std::find_if(runs_.begin(), runs_.end(),
                                [&](const Run& each) { return each.start == started; });
  if (started && run == runs_.end()) {
    return refuse(*started, 0, "state", "it may not start here");
  }
  Track wanted{track.power_kw.size()};
  write(started ? &*run : nullptr, wanted);
  for (std::size_t t = 0; t < track.power_kw.size(); ++t) {
    if (track.state[t] != wanted.state[t]) refuse(t, 0, "state", "a run is not interrupted");
    if (std::abs(track.power_kw[t] - wanted.power_kw[t]) <= k_tolerance_kw) continue;
    refuse(t, 0, "power_kw",
           fmt::format("{} where its profile has {}", track.power_kw[t], wanted.power_kw[t]));
  }
}

void ApplianceElement::act_by_habit(std::span<Track> tracks) const {
  write(runs_.empty() ? nullptr : &runs_.front(), tracks[0]);
}

void add_appliances(const home::Case& home, Elements& elements) {
  for (const home::Appliance& appliance : home.appliances) {
    if (is_interruptible(appliance)) {
      elements.push_back(std::make_shared<LoadElement>(home, appliance));
    } else {
      elements.push_back(std::make_shared<ApplianceElement>(home, appliance));
    }
  }
}

}  // namespace ohmstead::plan
