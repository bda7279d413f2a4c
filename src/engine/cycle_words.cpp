#include "cycle_words.hpp"

#include <algorithm>

namespace ohmstead::engine {
namespace {

const Component* find(const std::optional<Snapshot>& snapshot, std::string_view name) {
  if (!snapshot) return nullptr;
  const auto& all = snapshot->components;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Component& c) { return c.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

void tell(Snapshot& now, const char* name, Health health, std::string text, base::Time since) {
  now.components.push_back({name, health, std::move(text), since});
}

base::Time since_of(const std::optional<Snapshot>& last, std::string_view name, base::Time now) {
  const Component* before = find(last, name);
  return before == nullptr ? now : before->since;
}

Wanted wanted_at(const std::vector<home::Override>& all, base::Time time) {
  Wanted wanted;
  for (const home::Override& each : all) {
    if (each.from <= time && time < home::end_of(each)) wanted.emplace_back(each.device, each.kind);
  }
  std::sort(wanted.begin(), wanted.end());
  return wanted;
}

Wanted wanted_first(const std::vector<home::ManualBlock>& all, const base::SlotGrid& slots) {
  Wanted wanted;
  for (const home::ManualBlock& each : all) {
    if (each.start < slots.end(0)) wanted.emplace_back(each.device, each.kind);
  }
  std::sort(wanted.begin(), wanted.end());
  return wanted;
}

}  // namespace ohmstead::engine
