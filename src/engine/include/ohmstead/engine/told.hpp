// What the service says, in the language of whoever asks.
//
// Inside, a plan speaks the site's language, and all other sentences are English. A snapshot told
// in a language is a copy in which every text for people is in it: reasons, notes, what gave way,
// health, decisions (those that were kept too), alarms and notices of cars. Names, and what others
// reported, stay. Thread rule: pure functions.
//
//   const Snapshot told = engine::tell(*now, site, home::Language::sv);
#pragma once

#include <string>
#include <string_view>

#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/home/language.hpp"

namespace ohmstead::engine {

// A sentence of the engine or the rooms below, or several joined by semicolons.
[[nodiscard]] std::string say(std::string_view english, home::Language language);

// A plan that was kept, from its own language.
void tell(home::Plan& plan, home::Language language);

[[nodiscard]] Snapshot tell(const Snapshot& snapshot, const home::Site& site,
                            home::Language language);

}  // namespace ohmstead::engine
