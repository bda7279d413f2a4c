#include "battery_path.hpp"

#include <algorithm>

#include "assemble.hpp"
#include "keep_last.hpp"

namespace ohmstead::plan {
namespace {

// Less than this is not told.
constexpr double k_told = 0.005;

}  // namespace

BatteryPath::BatteryPath(const home::Case& home, const HomeElements& elements,
                         ValueFunction& program, EngineAnswer answer)
    : home_{home}, elements_{elements}, program_{program}, answer_{std::move(answer)} {
  if (!has_uncertain_plan(home)) return;
  uncertain_.emplace(home);
  follow_uncertain();
}

void BatteryPath::follow_uncertain() {
  const double bound = answer_.bound;
  caution_ = std::max(0.0, program_.follow(uncertain_->changes()));
  answer_ = take_answer(home_, program_);
  answer_.bound = bound;
  for (std::size_t slot = 0; slot < home_.slots.count(); ++slot) {
    const Pwl::Slopes stored = uncertain_->stored(slot);
    answer_.stored[0][slot] = {-stored.right, -stored.left};
  }
}

void BatteryPath::begin_with(double change_kwh) {
  if (uncertain_) {
    uncertain_->walk(change_kwh);
    return follow_uncertain();
  }
  const double bound = answer_.bound;
  program_.force_first(change_kwh);
  answer_ = take_answer(home_, program_);
  answer_.bound = bound;
}

void BatteryPath::keep_last(const Speaker& speaker, home::Plan& plan) {
  const auto regret = [&](double change_kwh) -> std::optional<double> {
    const auto expected = program_.regret(0, change_kwh);
    if (!expected || !uncertain_) return expected;
    return uncertain_->cost(0, change_kwh) - uncertain_->cost(0, uncertain_->changes()[0]);
  };
  const auto kept = keep_last_action(home_, elements_, plan, program_, regret);
  if (!kept) return;
  if (kept->is_kept) {
    begin_with(kept->change_kwh);
    plan = assemble_plan(home_, elements_, answer_.devices, answer_.tracks);
  }
  const std::string& id = home_.batteries.front().id;
  plan.notes.push_back(kept->is_kept ? kept_note(speaker, id, kept->cost)
                                     : changed_note(speaker, id, kept->cost));
}

home::Plan BatteryPath::plan(const Speaker& speaker) {
  home::Plan plan = assemble_plan(home_, elements_, answer_.devices, answer_.tracks);
  keep_last(speaker, plan);
  if (caution_ >= k_told)
    plan.notes.push_back(
        speaker.say(Message::cautious_plan, {{"money", speaker.money(base::Money{caution_})}}));
  return plan;
}

ValueFunction::Instead BatteryPath::instead(std::size_t slot, double battery_kw) {
  ValueFunction::Instead instead = program_.instead(slot, battery_kw);
  if (uncertain_)
    instead.cost = uncertain_->cost(slot, program_.possible_change(slot, instead.battery_kw)) -
                   uncertain_->cost(slot, uncertain_->changes()[slot]);
  return instead;
}

}  // namespace ohmstead::plan
