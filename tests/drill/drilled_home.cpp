#include "drilled_home.hpp"

#include <algorithm>
#include <stdexcept>

namespace ohmstead::drill {
namespace {

constexpr base::Seconds k_fast{7200}, k_slow{3600};

}  // namespace

base::Result<home::Outlook> FaultyOutlook::outlook(base::Time now) {
  if (drill::has(*faults_, FaultKind::no_prices, world_->now()))
    return base::fail(base::ErrorKind::unavailable, "no source tells prices");
  return inner_->outlook(now);
}

DrilledHome::DrilledHome(const app::LoadedSite& loaded, base::Time start, std::vector<Fault> faults,
                         base::Seconds step)
    : loaded_{&loaded},
      faults_{std::move(faults)},
      step_{step},
      known_{simulate::KnownThen::make(loaded.site, loaded.history).value()},
      outlooks_{known_},
      faulty_outlooks_{outlooks_, world_, faults_} {
  world_.time = service_.time = start;
  house_.emplace(simulate::SimulatedHome::make(loaded.site, loaded.history, start, world_).value());
  driver_.emplace(loaded.site, *house_);
  faulty_.emplace(*driver_, world_, service_, faults_);
}

void DrilledHome::begin() {
  driven_ =
      engine::DrivenHome::make(service_, zone(), control::limits_of(site()), {&*faulty_}).value();
  engine::EngineOptions options;
  options.stage = home::Stage::full;
  options.most_measured = 100;
  options.make_plan = [this, planner = std::make_shared<plan::Planner>()](
                          const home::Case& home, const plan::PlanOptions& how) {
    if (has(FaultKind::no_planner)) throw std::runtime_error{"it found no memory"};
    return planner->make_plan(home, how);
  };
  engine_ = std::make_unique<engine::Engine>(
      engine::Parts{service_, site(), zone(), *driven_, faulty_outlooks_, nullptr, &memory_},
      std::move(options));
}

void DrilledHome::live(base::Time until, const std::function<void()>& look) {
  while (world_.time < until) {
    service_.time = world_.time;
    if (has(FaultKind::clock_ahead)) service_.time += k_fast;
    if (has(FaultKind::clock_behind)) service_.time -= k_slow;
    faulty_->live();
    if (has(FaultKind::crashed)) {
      engine_.reset();
      driven_.reset();
    } else {
      if (engine_ == nullptr) begin();
      engine_->step();
    }
    look();
    world_.time += step_;
  }
}

home::Command DrilledHome::does(const std::string& device) {
  ports::Measured measured;
  (void)driver_->read(measured);
  for (const home::Command& each : measured.set)
    if (each.device == device) return each;
  throw std::logic_error{"no device " + device};
}

std::vector<ports::CommandState> DrilledHome::commands() const {
  return driven_ == nullptr ? std::vector<ports::CommandState>{} : driven_->commands();
}

}  // namespace ohmstead::drill
