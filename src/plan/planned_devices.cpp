#include "planned_devices.hpp"

#include <algorithm>

#include "elements/manual_weight.hpp"

namespace ohmstead::plan {
namespace {

template <class Q>
std::optional<Q> value_at(const std::vector<double>& values, std::size_t slot) {
  if (values.empty()) return std::nullopt;
  return Q{values[slot]};
}

std::string state_name(const Device& device, int state) {
  if (device.states.empty()) return {};
  return device.states[static_cast<std::size_t>(state)];
}

int find_state(const Device& device, const std::string& name) {
  if (device.states.empty()) return name.empty() ? 0 : -1;
  const auto found = std::find(device.states.begin(), device.states.end(), name);
  return found == device.states.end() ? -1 : static_cast<int>(found - device.states.begin());
}

}  // namespace

PlannedDevices::PlannedDevices(const home::Case& home)
    : home_{&home}, elements_{obeying(home, make_elements(home))} {
  for (const auto& element : elements_) {
    first_.push_back(all_.size());
    for (const Device& device : element->devices()) all_.push_back(device);
  }
}

std::vector<Track> PlannedDevices::make_tracks() const {
  return std::vector<Track>(all_.size(), Track{home_->slots.count()});
}

void PlannedDevices::complete(std::vector<Track>& tracks) const {
  for (std::size_t e = 0; e < elements_.size(); ++e) elements_[e]->complete(of(e, tracks));
}

void PlannedDevices::act_by_habit(std::vector<Track>& tracks) const {
  for (std::size_t e = 0; e < elements_.size(); ++e) elements_[e]->act_by_habit(of(e, tracks));
}

void PlannedDevices::bill(const std::vector<Track>& tracks, Account& account) const {
  for (std::size_t e = 0; e < elements_.size(); ++e) elements_[e]->bill(of(e, tracks), account);
}

void PlannedDevices::check(const std::vector<Track>& tracks, const Refuse& refuse) const {
  for (std::size_t e = 0; e < elements_.size(); ++e) {
    elements_[e]->check(of(e, tracks), [&](std::size_t slot, std::size_t device, const char* field,
                                           const std::string& message) {
      refuse(slot, first_[e] + device, field, message);
    });
  }
}

double PlannedDevices::start_worth() const {
  double sum = 0.0;
  for (const auto& element : elements_) sum += element->start_worth();
  return sum;
}

void PlannedDevices::write(const std::vector<Track>& tracks, home::Plan& plan) const {
  for (std::size_t t = 0; t < plan.slots.size(); ++t) {
    std::vector<home::DeviceSlot>& slots = plan.slots[t].devices;
    slots.clear();
    for (std::size_t i = 0; i < tracks.size(); ++i) {
      const Track& track = tracks[i];
      home::DeviceSlot& slot = slots.emplace_back();
      slot.id = all_[i].id;
      slot.power = home::Power{track.power_kw[t]};
      slot.state = state_name(all_[i], track.state[t]);
      slot.soc = value_at<home::Energy>(track.soc_kwh, t);
      slot.temperature = value_at<home::Celsius>(track.temperature_c, t);
      slot.mass_temperature = value_at<home::Celsius>(track.mass_c, t);
      slot.heat = value_at<home::Power>(track.heat_kw, t);
      slot.elsewhere = value_at<home::Energy>(track.elsewhere_kwh, t);
    }
  }
}

std::vector<Track> PlannedDevices::read(const home::Plan& plan) const {
  std::vector<Track> tracks = make_tracks();
  for (std::size_t t = 0; t < plan.slots.size(); ++t) {
    for (std::size_t i = 0; i < tracks.size(); ++i) {
      const home::DeviceSlot& slot = plan.slots[t].devices[i];
      tracks[i].power_kw[t] = slot.power.value();
      tracks[i].state[t] = find_state(all_[i], slot.state);
    }
  }
  return tracks;
}

double drawn_kw(const std::vector<Track>& tracks, std::size_t slot) {
  double sum = 0.0;
  for (const Track& track : tracks) sum += track.power_kw[slot];
  return sum;
}

}  // namespace ohmstead::plan
