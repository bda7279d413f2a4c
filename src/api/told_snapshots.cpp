#include "told_snapshots.hpp"

#include <algorithm>

#include "ohmstead/engine/told.hpp"

namespace ohmstead::api {

ToldSnapshot* ToldSnapshots::newest(const Service& service, home::Language language) {
  auto now = service.engine.snapshot();
  if (now == nullptr) return nullptr;
  ToldSnapshot& one = all_[static_cast<std::size_t>(language)];
  if (one.plain == now) return &one;
  const bool is_as_made =
      language == home::Language::en && service.site.language == home::Language::en;
  auto told =
      is_as_made
          ? now
          : std::make_shared<const engine::Snapshot>(engine::tell(*now, service.site, language));
  one = {language, std::move(now), std::move(told), {}};
  return &one;
}

ToldSnapshot& ToldSnapshots::of(const engine::Snapshot& told) {
  auto* const found = std::find_if(
      all_.begin(), all_.end(), [&](const ToldSnapshot& each) { return each.told.get() == &told; });
  base::expect(found != all_.end(), "a snapshot that nobody told");
  return *found;
}

}  // namespace ohmstead::api
