#include "keep_first.hpp"

#include <algorithm>

#include "assemble.hpp"
#include "finish_plan.hpp"
#include "keep_last.hpp"
#include "last_tracks.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::plan {
namespace {

// Taken to try an action however late it is.
constexpr double k_least_s = 0.2;

class FirstKeeper {
 public:
  FirstKeeper(const home::Case& home, const HomeElements& elements, LinearEngine& linear,
              const Speaker& speaker, const EngineAnswer& answer, bool is_searched,
              const EngineLimits& limits, home::Plan& plan)
      : home_{home},
        elements_{elements},
        linear_{linear},
        speaker_{speaker},
        answer_{answer},
        is_searched_{is_searched},
        limits_{limits},
        plan_{plan},
        free_{plan} {}

  void run() {
    const std::vector<ChangedAction> changed =
        find_changed(home_, elements_, answer_.tracks, plan_);
    tries_left_ = changed.size() + 1;
    if (changed.empty() || take(changed)) return finish();
    if (changed.size() == 1) return leave(changed.front());
    for (const ChangedAction& each : changed) {
      std::vector<ChangedAction> more = kept_;
      more.push_back(each);
      if (!take(more)) leave(each);
    }
    finish();
  }

 private:
  // Makes the plan that keeps these, if it costs no more than it may.
  bool take(const std::vector<ChangedAction>& actions);
  void leave(const ChangedAction& action);
  void finish();

  const home::Case& home_;
  const HomeElements& elements_;
  LinearEngine& linear_;
  const Speaker& speaker_;
  const EngineAnswer& answer_;
  bool is_searched_;
  const EngineLimits& limits_;
  home::Plan& plan_;
  const home::Plan free_;  // as it was
  base::Stopwatch watch_;
  std::vector<ChangedAction> kept_;
  std::size_t tries_left_ = 1;
  std::optional<home::Money> tried_;  // what the plan tried last costs more than the free one
};

bool FirstKeeper::take(const std::vector<ChangedAction>& actions) {
  FirstActions first = hold_actions(actions, elements_, free_);
  if (is_searched_) {
    first.plan = &free_;
    first.tracks = &answer_.tracks;
  }
  first.enough = (free_.objective + home_.objective.keep_last_plan).value();
  tried_.reset();
  EngineLimits limits = limits_;
  const double left_s = limits_.wall_s - watch_.elapsed_ms() / 1000.0;
  limits.wall_s = std::max(k_least_s, left_s / static_cast<double>(tries_left_--));
  const EngineAnswer kept_answer = linear_.answer_with_first(home_, elements_, first, limits);
  if (kept_answer.devices.empty()) return false;
  home::Plan kept = assemble_plan(home_, elements_, kept_answer.devices, kept_answer.tracks);
  if (!bill(home_, speaker_, kept)) return false;
  tried_ = kept.objective - free_.objective;
  if (*tried_ > home_.objective.keep_last_plan) return false;
  set_values(kept_answer, kept);
  set_proof(answer_.bound, kept);
  set_rooms_apart(home_, elements_, answer_.rooms_apart, kept_answer.tracks, kept);
  kept.solver = free_.solver;
  kept.notes = std::move(plan_.notes);
  plan_ = std::move(kept);
  kept_ = actions;
  return true;
}

void FirstKeeper::leave(const ChangedAction& action) {
  const home::Money before = plan_.objective - free_.objective;
  plan_.notes.push_back(tried_ ? changed_note(speaker_, action.id, *tried_ - before)
                               : speaker_.say(Message::changed_device, {{"id", action.id}}));
}

void FirstKeeper::finish() {
  if (!kept_.empty())
    plan_.notes.push_back(kept_note(speaker_, list_ids(kept_), plan_.objective - free_.objective));
}

}  // namespace

std::vector<ChangedAction> find_changed(const home::Case& home, const HomeElements& elements,
                                        const std::vector<Track>& tracks, const home::Plan& plan) {
  std::vector<ChangedAction> all;
  if (!home.last_plan || home.objective.keep_last_plan <= home::Money{}) return all;
  const auto batteries = changed_batteries(home, elements, plan);
  for (std::size_t i = 0; i < batteries.size(); ++i) {
    if (batteries[i]) all.push_back({home.batteries[i].id, i, 0, *batteries[i], 0.0});
  }
  const LastTracks last{home, elements.planned};
  for (std::size_t i = 0; last.is_there() && i < tracks.size(); ++i) {
    const std::string& id = elements.planned.device(i).id;
    if (last.is_changed(i, tracks) && home::find_manual_block(home, id, 0) == nullptr)
      all.push_back({id, {}, i, {}, *last.first_kw(i)});
  }
  return all;
}

std::string list_ids(const std::vector<ChangedAction>& changed) {
  std::string text;
  for (const ChangedAction& each : changed) text += (text.empty() ? "" : ", ") + each.id;
  return text;
}

FirstActions hold_actions(const std::vector<ChangedAction>& actions, const HomeElements& elements,
                          const home::Plan& plan) {
  FirstActions first;
  first.batteries.resize(elements.batteries.size());
  first.devices_kw.resize(elements.planned.device_count());
  if (std::any_of(actions.begin(), actions.end(),
                  [](const ChangedAction& action) { return action.battery.has_value(); })) {
    const auto& batteries = plan.slots.front().batteries;
    for (std::size_t i = 0; i < batteries.size(); ++i)
      first.batteries[i] = {batteries[i].charge.value(), batteries[i].discharge.value()};
  }
  for (const ChangedAction& action : actions) {
    if (action.battery)
      first.batteries[*action.battery] = action.powers;
    else
      first.devices_kw[action.device] = action.device_kw;
  }
  return first;
}

void keep_first_actions(const home::Case& home, const HomeElements& elements, LinearEngine& linear,
                        const Speaker& speaker, const EngineAnswer& answer, bool is_searched,
                        const EngineLimits& limits, home::Plan& plan) {
  FirstKeeper{home, elements, linear, speaker, answer, is_searched, limits, plan}.run();
}

}  // namespace ohmstead::plan
