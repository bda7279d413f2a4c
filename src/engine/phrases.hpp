// What the engine and the rooms below say in English, with its German and Swedish.
//
// Places: {n}, {m}, {o} hold numbers; {id} a name, {time} and {when} a time; {verb} what a device
// is told; {why} another of these phrases; {what} one of them or words of others. Whoever writes a
// new sentence adds it here: a test finds those that are missing. Thread rule: constants.
#pragma once

#include <span>

#include "ohmstead/home/phrase_book.hpp"

namespace ohmstead::engine {

[[nodiscard]] std::span<const home::Phrase> device_phrases();   // readings, commands, limits
[[nodiscard]] std::span<const home::Phrase> source_phrases();   // planner, prices, models, network
[[nodiscard]] std::span<const home::Phrase> rule_phrases();     // cars, rules of the home, triggers
[[nodiscard]] std::span<const home::Phrase> system_phrases();   // evcc, charge points
[[nodiscard]] std::span<const home::Phrase> command_phrases();  // verbs and kinds of orders

}  // namespace ohmstead::engine
