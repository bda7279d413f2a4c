#include "last_tracks.hpp"

#include <algorithm>

namespace ohmstead::plan {
namespace {

constexpr double k_some_kw = 0.01;
// Of the end of the case, where the last plan does not say what to do.
constexpr base::Seconds k_nearly{7200};

int action_of(double power_kw) {
  if (power_kw > k_some_kw) return 1;
  return power_kw < -k_some_kw ? -1 : 0;
}

int index_of(const Device& device, const std::string& state) {
  const auto found = std::find(device.states.begin(), device.states.end(), state);
  return found == device.states.end() ? 0 : static_cast<int>(found - device.states.begin());
}

}  // namespace

LastTracks::LastTracks(const home::Case& home, const PlannedDevices& devices)
    : home_{&home}, devices_{&devices}, first_kw_(devices.device_count()) {
  if (!home.last_plan) return;
  const auto slot = home.last_plan->slots.find(home.slots.start(0));
  for (std::size_t i = 0; slot && i < first_kw_.size(); ++i) {
    const home::LastDevicePlan* last = find(devices.device(i).id);
    if (last == nullptr) continue;
    first_kw_[i] = last->power.raw()[*slot];
    is_there_ = true;
  }
}

bool LastTracks::is_whole() const {
  if (!home_->last_plan) return false;
  const base::SlotGrid& last = home_->last_plan->slots;
  return last.end(last.count() - 1) + k_nearly >= home_->slots.end(home_->slots.count() - 1);
}

const home::LastDevicePlan* LastTracks::find(const std::string& id) const {
  const auto& all = home_->last_plan->devices;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == id; });
  return found == all.end() ? nullptr : &*found;
}

std::size_t LastTracks::count_changed(const std::vector<Track>& tracks) const {
  std::size_t count = 0;
  for (std::size_t i = 0; is_there_ && i < first_kw_.size(); ++i)
    count += is_changed(i, tracks) ? 1 : 0;
  return count;
}

bool LastTracks::is_changed(std::size_t device, const std::vector<Track>& tracks) const {
  return first_kw_[device] &&
         action_of(*first_kw_[device]) != action_of(tracks[device].power_kw[0]);
}

std::vector<Track> LastTracks::rest() const {
  std::vector<Track> tracks = devices_->make_tracks();
  devices_->act_by_habit(tracks);
  if (!is_there_) return tracks;
  const std::vector<Track> habits = tracks;
  const home::LastPlan& last = *home_->last_plan;
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    const home::LastDevicePlan* plan = find(devices_->device(i).id);
    if (plan == nullptr) continue;
    for (std::size_t t = 0; t < home_->slots.count(); ++t) {
      const auto slot = last.slots.find(home_->slots.start(t));
      // Beyond the last plan nothing runs: a habit that starts there may not fit to what was
      // before.
      tracks[i].power_kw[t] = slot ? plan->power.raw()[*slot] : 0.0;
      const bool has_state = slot && !plan->states.empty();
      tracks[i].state[t] = has_state ? index_of(devices_->device(i), plan->states[*slot]) : 0;
    }
  }
  devices_->complete(tracks);
  std::vector<char> is_refused(tracks.size(), 0);
  devices_->check(tracks, [&](std::size_t, std::size_t device, const char*, const std::string&) {
    is_refused[device] = 1;
  });
  for (std::size_t e = 0; e < devices_->elements().size(); ++e) {
    const std::size_t first = devices_->first(e);
    const std::size_t end = first + devices_->elements()[e]->devices().size();
    const bool is_possible = std::none_of(is_refused.begin() + static_cast<std::ptrdiff_t>(first),
                                          is_refused.begin() + static_cast<std::ptrdiff_t>(end),
                                          [](char each) { return each != 0; });
    for (std::size_t i = first; !is_possible && i < end; ++i) tracks[i] = habits[i];
  }
  devices_->complete(tracks);
  return tracks;
}

std::vector<home::LastDevicePlan> last_device_plans(std::span<const home::PlanSlot> slots) {
  std::vector<home::LastDevicePlan> all;
  for (std::size_t i = 0; !slots.empty() && i < slots.front().devices.size(); ++i) {
    home::LastDevicePlan& last = all.emplace_back();
    last.id = slots.front().devices[i].id;
    for (const home::PlanSlot& slot : slots) {
      last.power.push_back(slot.devices[i].power);
      if (!slot.devices[i].state.empty()) last.states.push_back(slot.devices[i].state);
    }
    if (last.states.size() != slots.size()) last.states.clear();
  }
  return all;
}

}  // namespace ohmstead::plan
