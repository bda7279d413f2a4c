#include "source_health.hpp"

#include <fmt/format.h>

namespace ohmstead::engine {
namespace {

using ports::FeedHealth;
using ports::FeedState;

// What others know for now of the same thing, by name.
std::vector<std::string> who_knows(const std::vector<FeedHealth>& sources,
                                   const std::string& what) {
  std::vector<std::string> names;
  for (const FeedHealth& each : sources)
    if (each.what == what && each.state != FeedState::missing) names.push_back(each.name);
  return names;
}

// What plans go by instead of a source that knows nothing; empty: there is nothing.
std::string instead_of(const FeedHealth& dead, const std::vector<FeedHealth>& sources) {
  if (const auto others = who_knows(sources, dead.what); !others.empty())
    return fmt::format("plans go by {} meanwhile", fmt::join(others, ", "));
  if (dead.what == "weather") return "plans go on without weather, by what was measured";
  if (dead.what == "price_forecasts")
    return "beyond the published prices plans go by what was learned here alone";
  if (dead.what != "pv") return {};
  return who_knows(sources, "weather").empty()
             ? "the sun is forecast by what was measured meanwhile"
             : "the sun is forecast by the weather and what was measured meanwhile";
}

Component component_of(const FeedHealth& source, const std::vector<FeedHealth>& sources,
                       base::Time now) {
  Component told{source.name, Health::ok, source.sentence, source.last_good.value_or(now)};
  // A source that waits for what is not published yet does well.
  if (source.state == FeedState::good || source.state == FeedState::waiting) return told;
  told.health = Health::degraded;
  if (source.state != FeedState::missing) return told;  // what it told still counts
  const std::string instead = instead_of(source, sources);
  if (instead.empty())
    told.health = Health::failed;
  else
    told.text += "; " + instead;
  return told;
}

}  // namespace

std::vector<Component> source_components(const std::vector<FeedHealth>& sources, base::Time now) {
  std::vector<Component> all;
  all.reserve(sources.size());
  for (const FeedHealth& each : sources) all.push_back(component_of(each, sources, now));
  return all;
}

}  // namespace ohmstead::engine
