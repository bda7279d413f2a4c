#include "ohmstead/engine/engine.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "cycle.hpp"
#include "kept_documents.hpp"
#include "ohmstead/base/snapshot_cell.hpp"
#include "trigger.hpp"

namespace ohmstead::engine {
namespace {

constexpr const char* k_overrides_name = "overrides";
constexpr const char* k_stop_name = "emergency_stop";
constexpr const char* k_told_name = "devices_are_told";
constexpr const char* k_foreign_name = "set_by_others";
// Devices that fall silent and come back make no more cycles than this.
constexpr base::Seconds k_silence_settles{30};
constexpr double k_beside_limit_s = 5.0;  // of a plan beside the running one

}  // namespace

home::Plan plan_case(const home::Case& home, const std::stop_token& stop, home::Language language) {
  return plan::Planner{}.make_plan(
      home, {.time_limit_s = k_beside_limit_s, .stop = stop, .language = language});
}

std::vector<std::pair<std::string, home::Plan>> plan_otherwise(const home::Case& home) {
  home::Case free = home;
  free.manual_blocks.clear();
  plan::Planner planner;
  std::vector<std::pair<std::string, home::Plan>> all;
  for (const plan::Strategy strategy :
       {plan::Strategy::self_use, plan::Strategy::rules, plan::Strategy::no_battery})
    all.emplace_back(plan::k_strategy_names[static_cast<std::size_t>(strategy)],
                     planner.make_plan(free, {.strategy = strategy, .is_explained = false}));
  return all;
}

struct Engine::State {
  std::unique_ptr<KeptDocuments> memory;  // null: all is forgotten when the engine ends
  const base::Clock* clock;
  ports::HomeDevices* devices;
  const ports::OutlookSource* outlooks;
  EngineOptions options;
  Overrides overrides;
  House house;
  ExceptionBook exceptions;
  std::atomic<Stage> stage;
  Cycle cycle;
  std::int64_t price_version = 0;  // of the last cycle
  base::SnapshotCell<Snapshot> newest;
  base::SnapshotCell<home::Readings> readings;
  base::SnapshotCell<std::vector<ports::CommandState>> commands;
  std::atomic<bool> is_stopped = false;
  bool has_told = false;     // as the memory says
  std::string kept_foreign;  // the same
  std::mutex mutex;
  std::condition_variable_any woken;
  std::string plugged_in;  // a car that somebody said to be; empty: nothing new
  std::string wanted;      // trigger of a cycle that was asked for; empty: none
  std::chrono::steady_clock::time_point reacted_at;  // while a plan was made
  std::jthread thread;

  State(const Parts& parts, EngineOptions wanted_options)
      : memory{parts.memory == nullptr ? nullptr : std::make_unique<KeptDocuments>(*parts.memory)},
        clock{&parts.clock},
        devices{&parts.devices},
        outlooks{&parts.outlooks},
        options{std::move(wanted_options)},
        overrides{parts.site, parts.zone},
        house{parts.site, parts.zone, overrides, memory.get()},
        exceptions{memory.get()},
        stage{options.stage},
        cycle{remembering(parts), options, overrides, house, exceptions} {
    options.before = nullptr;
    if (cycle.before()) newest.set(*cycle.before());
    keep_overrides();
    bring_back_stop();
    bring_back_telling();
    bring_back_foreign();
  }

  [[nodiscard]] Parts remembering(Parts parts) const {
    parts.memory = memory.get();
    return parts;
  }

  // They survive a restart where there is a memory.
  void keep_overrides() {
    if (memory == nullptr) return;
    if (const auto text = memory->read(k_overrides_name); text && *text)
      (void)overrides.restore(**text);
    overrides.on_change(
        [this] { (void)memory->write(k_overrides_name, overrides.kept(clock->now())); });
  }

  void bring_back_stop() {
    if (memory == nullptr) return;
    const auto text = memory->read(k_stop_name);
    is_stopped = text && *text && **text == "stopped";
    if (is_stopped) devices->set_stopped(true);
  }

  [[nodiscard]] bool tells() const {
    const Stage now = stage;
    return now == Stage::partial || now == Stage::full;
  }
  // Whether devices are told anything outlives the program: what was told must be given back.
  void note_telling() {
    if (memory == nullptr || tells() == has_told) return;
    has_told = tells();
    (void)memory->write(k_told_name, has_told ? "yes" : "");
  }
  void bring_back_telling() {
    if (memory == nullptr) return;
    const auto text = memory->read(k_told_name);
    has_told = text && *text && **text == "yes";
    if (has_told && !tells()) devices->reclaim();
  }

  // What others have set is respected over a restart too.
  void bring_back_foreign() {
    if (memory == nullptr || !tells()) return;
    if (const auto text = memory->read(k_foreign_name); text && *text && !(*text)->empty()) {
      devices->restore(**text);
      kept_foreign = **text;
    }
  }
  void keep_foreign() {
    if (memory == nullptr) return;
    std::string text = devices->kept();
    if (text == kept_foreign) return;
    if (memory->write(k_foreign_name, text)) kept_foreign = std::move(text);
  }

  void pass_on_plugged_in() {
    std::string car;
    {
      const std::scoped_lock lock{mutex};
      car.swap(plugged_in);
    }
    if (!car.empty()) devices->set_plugged_in(car);
  }

  void run_once(const std::string& trigger) {
    note_telling();
    devices->set_stopped(is_stopped);
    pass_on_plugged_in();
    reacted_at = std::chrono::steady_clock::now();
    price_version = outlooks->version(clock->now());
    Snapshot made = cycle.run(trigger, stage);
    readings.set(made.readings);
    newest.set(std::move(made));
    house.keep();
    if (memory != nullptr) memory->retry();
    (void)look();  // what the devices make of the new order
    if (options.on_snapshot) options.on_snapshot(*newest.get());
  }
  // What fails here, the next cycle tells. Returns why a cycle should run at once; empty: no need.
  std::string look() {
    std::string ruled;
    const bool is_answered = look_after(&ruled);
    if (outlooks->version(clock->now()) != price_version) return "other prices are known";
    const auto last = newest.get();
    const bool is_settled = clock->now() - last->made_at >= k_silence_settles;
    if (!is_answered) return is_settled && !last->is_without_readings ? "no device answers" : "";
    if (last->is_without_readings) return "the devices answer";
    const bool is_silence_other = last->has_silent_devices == devices->read_faults().empty();
    if (is_silence_other && is_settled)
      return last->has_silent_devices ? "all devices answer again" : "a device fell silent";
    if (!ruled.empty()) return ruled;
    const bool is_odd = has_odd(*commands.get());
    if (is_odd != last->has_odd_commands && is_settled)
      return is_odd ? "a device does not do what it is told" : "all devices do what they are told";
    return find_trigger(*newest.get(), *readings.get(), options.pv_trigger_after);
  }
  // False: nothing was measured. `ruled`: why the home's rules want a cycle; empty: they do not.
  bool look_after(std::string* ruled = nullptr) {
    auto now = devices->read();
    devices->keep_up();
    commands.set(devices->commands());
    keep_foreign();
    if (!now) return false;
    house.complete(*now, clock->now());
    if (ruled != nullptr) *ruled = house.look(*now, newest.get().get(), clock->now());
    readings.set(std::move(*now));
    if (options.on_readings) options.on_readings(*readings.get());
    return true;
  }
  // While a plan is made, ten times a second.
  void react() {
    devices->set_stopped(is_stopped);
    cycle.obey_at_once();
    const auto now = std::chrono::steady_clock::now();
    if (now - reacted_at < options.look_every) return;
    reacted_at = now;
    (void)look_after();
  }
  // Why a cycle is due; empty: none is.
  std::string due() {
    const auto last = newest.get();
    if (!last) return "start";
    const base::Time now = clock->now();
    if (now >= last->next_at) return "clock";
    return now < last->made_at ? "the clock was set back" : "";
  }
  void run(const std::stop_token& stop);
  // What makes the next cycle run; empty when it is to stop.
  std::string wait(const std::stop_token& stop);
};

std::string Engine::State::wait(const std::stop_token& stop) {
  std::unique_lock lock{mutex};
  while (!stop.stop_requested()) {
    if (!wanted.empty()) return std::exchange(wanted, {});
    if (std::string trigger = due(); !trigger.empty()) return trigger;
    const auto left = clock->real_time_until(newest.get()->next_at);
    const bool is_woken = woken.wait_for(lock, stop, std::min(left, options.look_every),
                                         [&] { return !wanted.empty(); });
    if (is_woken || left <= options.look_every) continue;
    lock.unlock();
    std::string trigger = look();
    if (!trigger.empty()) return trigger;
    lock.lock();
  }
  return {};
}

void Engine::State::run(const std::stop_token& stop) {
  cycle.stop_with(stop);
  std::string trigger = options.before ? "new site file" : "start";
  while (!trigger.empty()) {
    run_once(trigger);
    trigger = wait(stop);
  }
}

Engine::Engine(const Parts& parts, EngineOptions options)
    : state_{std::make_unique<State>(parts, std::move(options))} {}
Engine::~Engine() = default;

void Engine::start() {
  state_->cycle.on_planning([state = state_.get()] { state->react(); });
  state_->thread = std::jthread{[this](const std::stop_token& stop) { state_->run(stop); }};
}

void Engine::stop() {
  state_->thread.request_stop();
  if (state_->thread.joinable()) state_->thread.join();
}

void Engine::run_cycle(const std::string& trigger) { state_->run_once(trigger); }

void Engine::step() {
  std::string trigger = std::exchange(state_->wanted, {});
  if (trigger.empty()) trigger = state_->due();
  if (trigger.empty()) trigger = state_->look();
  if (!trigger.empty()) state_->run_once(trigger);
}

void Engine::request_cycle(std::string trigger) {
  {
    const std::scoped_lock lock{state_->mutex};
    state_->wanted = std::move(trigger);
  }
  state_->woken.notify_all();
}

void Engine::set_stage(Stage stage) { state_->stage = stage; }
void Engine::set_stopped(bool is_stopped) {
  state_->is_stopped = is_stopped;
  if (state_->memory != nullptr)
    (void)state_->memory->write(k_stop_name, is_stopped ? "stopped" : "");
  request_cycle(is_stopped ? "stopped by hand" : "let go by hand");
}
void Engine::set_wishes(home::HouseWishes wishes) {
  state_->house.set_wishes(std::move(wishes));
  request_cycle("wishes of the home");
}
void Engine::tell_plugged_in(const std::string& car) {
  {
    const std::scoped_lock lock{state_->mutex};
    state_->plugged_in = car;
  }
  request_cycle("told which car is plugged in");
}
void Engine::tell_soc(const home::CarSoc& told) {
  state_->house.tell_soc(told, state_->clock->now());
  request_cycle("told what a car holds");
}
home::HouseWishes Engine::wishes() const { return state_->house.wishes(); }
bool Engine::is_stopped() const { return state_->is_stopped; }
Overrides& Engine::overrides() { return state_->overrides; }
std::string Engine::why_overrides_unkept() const {
  return state_->memory == nullptr ? std::string{} : state_->memory->why_unkept(k_overrides_name);
}
void Engine::set_exceptions(home::Exceptions exceptions) {
  state_->exceptions.set(std::move(exceptions));
  request_cycle("an exception was set");
}
home::Exceptions Engine::exceptions() const {
  return state_->exceptions.open_at(state_->clock->now());
}

std::shared_ptr<const Snapshot> Engine::snapshot() const { return state_->newest.get(); }
std::shared_ptr<const home::Readings> Engine::readings() const { return state_->readings.get(); }
std::shared_ptr<const std::vector<ports::CommandState>> Engine::commands() const {
  return state_->commands.get();
}

}  // namespace ohmstead::engine
