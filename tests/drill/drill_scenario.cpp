#include "drill_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "drill_watch.hpp"
#include "ohmstead/describe/read.hpp"
#include "ohmstead/home/override.hpp"
#include "ohmstead/home/past.hpp"

namespace ohmstead::drill {

constexpr auto fields_of(const ScenarioFault*) {
  using namespace describe;
  return std::make_tuple(field("kind", &ScenarioFault::kind, "what goes wrong"),
                         field("after_min", &ScenarioFault::after_min, "when", at_least(0.0)),
                         field("lasts_min", &ScenarioFault::lasts_min, "for how long", above(0.0)));
}

constexpr auto fields_of(const ScenarioOrder*) {
  using namespace describe;
  return std::make_tuple(field("after_min", &ScenarioOrder::after_min, "when", at_least(0.0)),
                         field("kind", &ScenarioOrder::kind, "what is asked for"),
                         field("device", &ScenarioOrder::device, "of which", optional),
                         field("minutes", &ScenarioOrder::minutes, "for how long", optional));
}

constexpr auto fields_of(const Expectation*) {
  using namespace describe;
  return std::make_tuple(
      field("after_min", &Expectation::after_min, "from then on", at_least(0.0)),
      field("until_min", &Expectation::until_min, "until then", optional),
      field("device", &Expectation::device, "which", optional),
      field("does", &Expectation::does, "this", optional),
      field("health", &Expectation::health, "a part of what health says, or fine", optional));
}

constexpr auto fields_of(const Scenario*) {
  using namespace describe;
  return std::make_tuple(
      field("title", &Scenario::title, "what happens"),
      field("site", &Scenario::site, "file of the example home", optional),
      field("from", &Scenario::from, "begin"), field("hours", &Scenario::hours, "length", optional),
      field("capacity_kwh", &Scenario::capacity_kwh, "of the battery", optional),
      field("faults", &Scenario::faults, "what goes wrong", optional),
      field("orders", &Scenario::orders, "what people ask for", optional),
      field("expect", &Scenario::expect, "what must hold"),
      field("most_changes_an_hour", &Scenario::most_changes_an_hour, "of a device", optional),
      field("most_writes", &Scenario::most_writes, "to all devices", optional),
      field("lost_kwh", &Scenario::lost_kwh, "bought and not booked", optional));
}

namespace {

base::Seconds minutes(double count) {
  return base::Seconds{static_cast<std::int64_t>(count * 60.0)};
}

std::string_view name_of(home::Verb verb) { return names_of(verb)[static_cast<std::size_t>(verb)]; }

class Run {
 public:
  Run(const Scenario& scenario, const app::LoadedSite& loaded)
      : scenario_{scenario}, home_{loaded, scenario.from, faults_of(scenario)}, watch_{home_} {}

  std::vector<std::string> run() {
    home_.live(scenario_.from + minutes(60.0 * scenario_.hours), [&] { look(); });
    const Figures all = watch_.figures();
    if (all.limit_violations > 0) say("a limit was passed");
    if (all.stuck > 0) say("a device was stuck");
    for (const std::string& note : all.notes) said_.insert(note);
    if (all.most_changes_an_hour > scenario_.most_changes_an_hour)
      say(fmt::format("{} changes of one device in an hour", all.most_changes_an_hour));
    int writes = 0;
    for (const auto& [device, count] : home_.writes()) writes += count;
    if (writes > scenario_.most_writes) say(fmt::format("{} writes", writes));
    const double lost = bought_kwh_ - booked_kwh();
    if (std::abs(lost) > scenario_.lost_kwh)
      say(fmt::format("{:.3f} of {:.2f} kWh bought were not booked", lost, bought_kwh_));
    return {said_.begin(), said_.end()};
  }

 private:
  static std::vector<Fault> faults_of(const Scenario& scenario) {
    std::vector<Fault> faults;
    faults.reserve(scenario.faults.size());
    for (const ScenarioFault& each : scenario.faults) {
      const base::Time from = scenario.from + minutes(each.after_min);
      faults.push_back({each.kind, from, from + minutes(each.lasts_min)});
    }
    std::sort(faults.begin(), faults.end(),
              [](const Fault& a, const Fault& b) { return a.from < b.from; });
    return faults;
  }

  void say(std::string what) { said_.insert(std::move(what)); }

  void look() {
    watch_.look();
    const home::Readings truth = home_.truth();
    const base::Energy bought = truth.counters.grid_import;
    // What flows while nobody runs nobody can book.
    if (home_.engine() != nullptr && was_up_) bought_kwh_ += (bought - bought_).value();
    bought_ = bought;
    was_up_ = home_.engine() != nullptr;
    give_orders();
    for (const Expectation& each : scenario_.expect) check(each);
  }

  void give_orders() {
    while (orders_ < scenario_.orders.size() && home_.engine() != nullptr &&
           home_.now() >= scenario_.from + minutes(scenario_.orders[orders_].after_min)) {
      const ScenarioOrder& order = scenario_.orders[orders_++];
      home::OverrideWish wish;
      wish.kind = order.kind;
      wish.device = order.device;
      wish.minutes = order.minutes;
      const auto made = home::make_override(home_.site(), wish, home_.now());
      if (!made) return say(made.error().message);
      (void)home_.engine()->overrides().add(*made);
      home_.engine()->request_cycle("set by hand");
    }
  }

  void check(const Expectation& expected) {
    const base::Time now = home_.now();
    if (now < scenario_.from + minutes(expected.after_min)) return;
    if (expected.until_min && now >= scenario_.from + minutes(*expected.until_min)) return;
    const auto at = fmt::format("from minute {:g} on: ", expected.after_min);
    if (!expected.device.empty()) check_device(expected, at);
    if (expected.health.empty() || home_.engine() == nullptr) return;
    const std::string health = health_now();
    const bool is_said = expected.health == "fine"
                             ? health.empty()
                             : health.find(expected.health) != std::string::npos;
    if (!is_said && failed_.insert(&expected).second)
      say(fmt::format("{}health says '{}' at {}", at, health, base::format_time(now)));
  }

  void check_device(const Expectation& expected, const std::string& at) {
    const home::Command does = home_.does(expected.device);
    std::string_view meant = names_of(expected.does)[static_cast<std::size_t>(expected.does)];
    if (expected.does <= Doing::as_told) {
      const auto all = home_.commands();
      const auto state = std::find_if(
          all.begin(), all.end(), [&](const auto& each) { return each.device == expected.device; });
      if (state == all.end()) return;
      const auto& command =
          expected.does == Doing::as_told ? state->told : std::optional{state->wanted};
      if (command) meant = name_of(command->verb);
    }
    if (name_of(does.verb) == meant || !failed_devices_.insert(&expected).second) return;
    say(fmt::format("{}{} does {} instead of {} at {}", at, expected.device, name_of(does.verb),
                    meant, base::format_time(home_.now())));
  }

  std::string health_now() {
    std::string all;
    for (const engine::Component& each : home_.engine()->snapshot()->components)
      if (each.health != engine::Health::ok) all += each.name + ": " + each.text + "; ";
    return all;
  }

  // What the service remembers, and what flowed since its last slot.
  double booked_kwh() {
    double sum = 0.0;
    const auto& books = home_.memory().books;
    const auto slots = books.find("slots");
    if (slots != books.end())
      for (const auto& [time, text] : slots->second) {
        const auto slot = home::read_measured_slot(text);
        sum += (slot->grid_import * base::hours(slot->duration)).value();
      }
    if (home_.engine() != nullptr)
      sum += (bought_ - home_.engine()->snapshot()->readings.counters.grid_import).value();
    return sum;
  }

  const Scenario& scenario_;
  DrilledHome home_;
  DrillWatch watch_;
  std::set<std::string> said_;
  std::set<const Expectation*> failed_, failed_devices_;
  std::size_t orders_ = 0;
  base::Energy bought_;
  double bought_kwh_ = 0.0;
  bool was_up_ = false;
};

}  // namespace

base::Result<Scenario> read_scenario(const std::string& text, const std::string& file) {
  const auto tree = describe::parse_yaml(text, file);
  if (!tree) return tl::unexpected{tree.error()};
  Scenario scenario;
  describe::Problems problems{file, *tree};
  describe::read_fields(*tree, scenario, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return scenario;
}

std::vector<std::string> run_scenario(const Scenario& scenario, const app::LoadedSite& home) {
  app::LoadedSite larger = home;
  for (home::SiteBattery& each : larger.site.batteries)
    each.capacity = base::Energy{scenario.capacity_kwh};
  return Run{scenario, larger}.run();
}

}  // namespace ohmstead::drill
