#include "ohmstead/home/phrase_book.hpp"

#include <gtest/gtest.h>

namespace ohmstead::home {
namespace {

const PhraseBook& book() {
  static const PhraseBook k_book{{
      {"{id} is full", "{id} ist voll", "{id} är full"},
      {"{id} is full of {what}", "{id} ist voll von {what}", "{id} är full av {what}"},
      {"all is well", "alles ist gut", "allt är bra"},
      {"it gives {n} kW.", "es gibt {n} kW.", "den ger {n} kW."},
  }};
  return k_book;
}

std::optional<std::string> say_place(std::string_view place, std::string_view text) {
  if (place == "n") return say_number(text, Language::en, Language::de);
  if (place == "id" && text.find(';') != std::string_view::npos) return std::nullopt;
  return std::string{text};
}
std::string german(std::string_view text) {
  return book().say_all(text, Language::en, Language::de, say_place);
}

TEST(PhraseBook, SaysAPhraseInAnotherLanguage) {
  EXPECT_EQ(german("all is well"), "alles ist gut");
  EXPECT_EQ(german("the car is full"), "the car ist voll");
  EXPECT_EQ(book().say("alles ist gut", Language::de, Language::sv, say_place), "allt är bra");
  EXPECT_EQ(book().say("all is lost", Language::en, Language::de, say_place), std::nullopt);
}

TEST(PhraseBook, TakesThePhraseWithMostWordsOfItsOwn) {
  EXPECT_EQ(german("car is full of gas"), "car ist voll von gas");
}

TEST(PhraseBook, RefusesWhatCannotStandInAPlace) {
  EXPECT_EQ(german("it gives 1.5 kW."), "es gibt 1,5 kW.");
  EXPECT_EQ(german("it gives no kW."), "it gives no kW.");
  EXPECT_EQ(german(" is full"), " is full");  // a place is never empty
}

TEST(PhraseBook, SaysSentencesOneByOne) {
  EXPECT_EQ(german("all is well; a is full; it gives 2.5 kW."),
            "alles ist gut; a ist voll; es gibt 2,5 kW.");
  EXPECT_EQ(german("it gives 2.5 kW. all is well"), "es gibt 2,5 kW. alles ist gut");
  EXPECT_EQ(german("who knows; all is well; nobody"), "who knows; alles ist gut; nobody");
}

TEST(SayNumber, ChangesTheSignsAlone) {
  EXPECT_EQ(say_number("-12,345.6", Language::en, Language::de), "-12.345,6");
  EXPECT_EQ(say_number("12.345,6", Language::de, Language::sv), "12\u202f345,6");
  EXPECT_EQ(say_number("7", Language::sv, Language::en), "7");
  for (const char* text : {"", "-", ".", "1 2", "12a", "noon"})
    EXPECT_EQ(say_number(text, Language::en, Language::de), std::nullopt) << text;
}

}  // namespace
}  // namespace ohmstead::home
