#include "ohmstead/engine/engine.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "cycle.hpp"
#include "ohmstead/base/snapshot_cell.hpp"

namespace ohmstead::engine {
namespace {}  // namespace

home::Plan plan_case(const home::Case& home, const std::stop_token& stop, double time_limit_s) {
  return plan::Planner{}.make_plan(home, {.time_limit_s = time_limit_s, .stop = stop});
}

struct Engine::State {
  const base::Clock* clock;
  ports::HomeDevices* devices;
  EngineOptions options;
  Cycle cycle;
  base::SnapshotCell<Snapshot> newest;
  base::SnapshotCell<home::Readings> readings;
  std::mutex mutex;
  std::condition_variable_any woken;
  std::string wanted;  // trigger of a cycle that was asked for; empty: none
  std::jthread thread;

  State(const Parts& parts, EngineOptions wanted_options)
      : clock{&parts.clock},
        devices{&parts.devices},
        options{std::move(wanted_options)},
        cycle{parts, options} {}

  void run_once(const std::string& trigger) {
    Snapshot made = cycle.run(trigger);
    readings.set(made.readings);
    newest.set(std::move(made));
    look();  // what the devices make of the new order
    if (options.on_snapshot) options.on_snapshot(*newest.get());
  }
  // What fails here, the next cycle tells.
  void look() {
    auto now = devices->read();
    if (!now) return;
    readings.set(std::move(*now));
    if (options.on_readings) options.on_readings(*readings.get());
  }
  void run(const std::stop_token& stop);
  // What makes the next cycle run; empty when it is to stop.
  std::string wait(const std::stop_token& stop, base::Time next);
};

std::string Engine::State::wait(const std::stop_token& stop, base::Time next) {
  std::unique_lock lock{mutex};
  while (!stop.stop_requested()) {
    if (!wanted.empty()) return std::exchange(wanted, {});
    const auto left = clock->real_time_until(next);
    if (left.count() == 0) return "clock";
    const bool is_woken = woken.wait_for(lock, stop, std::min(left, options.look_every),
                                         [&] { return !wanted.empty(); });
    if (is_woken || left <= options.look_every) continue;
    lock.unlock();
    look();
    lock.lock();
  }
  return {};
}

void Engine::State::run(const std::stop_token& stop) {
  std::string trigger = "start";
  while (!trigger.empty()) {
    run_once(trigger);
    trigger = wait(stop, newest.get()->next_at);
  }
}

Engine::Engine(const Parts& parts, EngineOptions options)
    : state_{std::make_unique<State>(parts, std::move(options))} {}
Engine::~Engine() = default;

void Engine::start() {
  state_->thread = std::jthread{[this](const std::stop_token& stop) { state_->run(stop); }};
}

void Engine::stop() {
  state_->thread.request_stop();
  if (state_->thread.joinable()) state_->thread.join();
}

void Engine::run_cycle(const std::string& trigger) { state_->run_once(trigger); }

void Engine::request_cycle(std::string trigger) {
  {
    const std::scoped_lock lock{state_->mutex};
    state_->wanted = std::move(trigger);
  }
  state_->woken.notify_all();
}

std::shared_ptr<const Snapshot> Engine::snapshot() const { return state_->newest.get(); }
std::shared_ptr<const home::Readings> Engine::readings() const { return state_->readings.get(); }

}  // namespace ohmstead::engine
