// Sentences in every language, and from one language to another: the table that a sentence was made
// from, read backwards.
//
// A phrase has places such as {power}, the same in every language. A text that has the form of a
// phrase is said again in another language: what stands in its places is put into the other form.
// Texts that were kept as finished sentences can so be said in a language nobody asked for when
// they were made. Thread rule: does not change after it is made.
//
//   const PhraseBook book{{Phrase{"{id} is full", "{id} ist voll", "{id} är full"}}};
//   book.say("car is full", Language::en, Language::de, book_of_ids)  // "car ist voll"
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/home/language.hpp"

namespace ohmstead::home {

constexpr std::size_t k_languages = names_of(Language{}).size();

using Phrase = std::array<std::string_view, k_languages>;  // by language

// How a language writes numbers: what stands before the decimals, and between groups of three.
struct NumberSigns {
  char decimal;
  std::string_view group;
};
[[nodiscard]] const NumberSigns& signs_of(Language language);

// "1,234.5" as "1.234,5"; nothing where the whole text is no number of that language.
[[nodiscard]] std::optional<std::string> say_number(std::string_view text, Language from,
                                                    Language to);

class PhraseBook {
 public:
  // What stands in a place, in the other language; nothing where it cannot stand there, so that
  // the text does not have this form.
  using SayPlace =
      std::function<std::optional<std::string>(std::string_view place, std::string_view text)>;

  // Where a text has the form of several phrases, the one with most words of its own counts.
  explicit PhraseBook(const std::vector<Phrase>& phrases);

  // The text as a whole; nothing where it is none of the phrases.
  [[nodiscard]] std::optional<std::string> say(std::string_view text, Language from, Language to,
                                               const SayPlace& say_place) const;
  // Sentences after one another, or joined by semicolons; those that are not known stay.
  [[nodiscard]] std::string say_all(std::string_view text, Language from, Language to,
                                    const SayPlace& say_place) const;

 private:
  std::array<std::vector<Phrase>, k_languages> by_words_;  // of each language, wordiest first
};

}  // namespace ohmstead::home
