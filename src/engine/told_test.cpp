#include "ohmstead/engine/told.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include "ohmstead/base/file.hpp"
#include "phrases.hpp"

namespace ohmstead::engine {
namespace {

namespace fs = std::filesystem;
using home::Language;

TEST(Say, ChangesTheLanguageOfWhatIsSaid) {
  EXPECT_EQ(say("all answer", Language::de), "alle antworten");
  EXPECT_EQ(say("all answer", Language::en), "all answer");
  EXPECT_EQ(say("home does not answer: check its connection; 3.5 kWh as planned are assumed",
                Language::de),
            "home antwortet nicht: bitte die Verbindung prüfen; angenommen werden 3,5 kWh wie "
            "geplant");
  EXPECT_EQ(say("home: somebody else set it to self_use; that is respected until "
                "Mon 02 Mar 10:00",
                Language::sv),
            "home: någon annan har ställt den på egenanvändning; det gäller till "
            "mån 2 mars 10:00");
  EXPECT_EQ(say("home does not take 'charge at 2.5 kW' after 3 tries", Language::de),
            "home nimmt 'Laden mit 2,5 kW' auch nach 3 Versuchen nicht an");
}

TEST(Say, KnowsWhatIsJoined) {
  EXPECT_EQ(say("nordpool: known until Mon 02 Mar 00:00; last told Sun 01 Mar 13:05; nordpool: no "
                "answer in time; next try Sun 01 Mar 14:00",
                Language::de),
            "nordpool: bekannt bis Mo, 2. März 00:00; zuletzt gehört So, 1. März 13:05; nordpool: "
            "keine Antwort in der erlaubten Zeit; nächster Versuch So, 1. März 14:00");
  EXPECT_EQ(
      say("car will hold 60 % instead of 80 % at Mon 02 Mar 07:00: 12.5 kWh are missing; it would "
          "need 9.0 kW instead of 7.4 kW",
          Language::sv),
      "car kommer att ha 60 % i stället för 80 % mån 2 mars 07:00: 12,5 kWh saknas; det skulle "
      "behövas 9,0 kW i stället för 7,4 kW");
}

TEST(Say, KnowsWhatOtherSystemsAreSaidToDo) {
  for (const auto language : {Language::de, Language::sv}) {
    for (const char* text :
         {"evcc at 10.0.0.5:7070 has not answered yet", "evcc at 10.0.0.5:7070 is silent",
          "evcc at 10.0.0.5:7070: no answer in time",
          "evcc at 10.0.0.5:7070 does not tell its state (404 Not Found): is it evcc's address?",
          "evcc at 10.0.0.5:7070 optimises by itself and takes no batterymode/hold: switch that "
          "off there, or leave the device to it",
          "evcc at 10.0.0.5:7070 refused batterymode/hold (500 Internal Server Error)",
          "evcc at 10.0.0.5:7070 has a charging plan of its own for car: nothing is told to it "
          "until that is taken out",
          "evcc at 10.0.0.5:7070 cannot control this battery: home is only read",
          "evcc at 10.0.0.5:7070 has no loadpoint 'Garage'",
          "charge point CP7 is not connected: its central system is ws://<this machine>:9000/CP7",
          "charge points: port 9000 is taken"})
      EXPECT_NE(say(text, language), text);
  }
  EXPECT_EQ(say("evcc at 10.0.0.5:7070: no answer in time", Language::de),
            "evcc auf 10.0.0.5:7070: keine Antwort in der erlaubten Zeit");
}

TEST(Say, KnowsWhatIsSaidOfModels) {
  for (const auto language : {Language::de, Language::sv}) {
    for (const char* text :
         {"in a week that it had not seen 0.012 per kWh off in the mean, 79 % within the band",
          "model 3 forecasts at once",
          "model 3 takes over: its loss of the last week is 0.0123, that of the one before 0.0140",
          "model 3 does not take over: its loss of the last week is 0.0140, that of the one before "
          "0.0123",
          "drift: the error is 0.81 of that of the week before, 0.60 when it was promoted",
          "drift: 0.210 kW too high in the mean, more than half of the error of 0.300 kW",
          "drift: 0.021 per kWh too low in the mean, more than half of the error of 0.030 per kWh"})
      EXPECT_NE(say(text, language), text);
  }
  EXPECT_EQ(say("version 1, learned Fri 20 Mar 10:05 from 720 values; model 1 forecasts at once",
                Language::de),
            "Version 1, gelernt Fr, 20. März 10:05 aus 720 Werten; Modell 1 sagt sofort voraus");
}

TEST(Say, LeavesTheWordsOfOthers) {
  EXPECT_EQ(say("no readings: the broker is gone", Language::de),
            "keine Messwerte: the broker is gone");
  EXPECT_EQ(say("Modbus exception 2", Language::de), "Modbus exception 2");
}

TEST(Tell, ChangesWhatWasDecidedInEitherLanguage) {
  Snapshot snapshot;
  home::Site site;
  site.language = Language::de;
  snapshot.trigger = "clock";
  snapshot.components = {{"planner", Health::ok, "a proven plan in 0.002 s", {}}};
  snapshot.decisions.resize(2);
  snapshot.decisions[0].reason = "Nichts zu tun: Das Haus braucht die Batterie jetzt nicht.";
  snapshot.decisions[1].reason = "There is no plan yet: the battery follows the home.";
  snapshot.plan.language = Language::de;
  snapshot.plan.notes = {"Die Planung ist gescheitert: its time was over"};
  const Snapshot told = tell(snapshot, site, Language::sv);
  EXPECT_EQ(told.trigger, "klockan");
  EXPECT_EQ(told.components[0].text, "en bevisad plan på 0,002 s");
  EXPECT_EQ(told.decisions[0].reason, "Inget att göra: hemmet behöver inte batteriet nu.");
  EXPECT_EQ(told.decisions[1].reason, "Det finns ingen plan än: batteriet följer hemmet.");
  EXPECT_EQ(told.plan.notes[0], "planeringen misslyckades: its time was over");
  EXPECT_EQ(told.plan.language, Language::sv);
}

// ---- the tables ----

std::vector<home::Phrase> all_phrases() {
  std::vector<home::Phrase> all;
  for (const auto phrases :
       {device_phrases(), source_phrases(), rule_phrases(), system_phrases(), command_phrases()})
    all.insert(all.end(), phrases.begin(), phrases.end());
  return all;
}

std::multiset<std::string> places_of(std::string_view text) {
  std::multiset<std::string> places;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1))
    places.emplace(text.substr(open, text.find('}', open) - open));
  return places;
}

TEST(Phrases, HaveTheSamePlacesInEveryLanguage) {
  std::set<std::string_view> seen;
  for (const home::Phrase& phrase : all_phrases()) {
    EXPECT_TRUE(seen.insert(phrase[0]).second) << phrase[0] << " is there twice";
    for (const std::string_view text : phrase) {
      EXPECT_FALSE(text.empty()) << phrase[0];
      EXPECT_EQ(places_of(text), places_of(phrase[0])) << text;
    }
  }
}

// A text of a source with its parts joined and every place as {}.
std::string plain(const std::string& text) {
  return std::regex_replace(text, std::regex{R"(\{[^}]*\})"}, "{}");
}

// All texts of the sources of a folder that are not tests.
std::set<std::string> texts_in(const std::string& folder) {
  static const std::regex k_comment{R"(//[^\n]*|#include[^\n]*)"};
  static const std::regex k_text{R"re("((?:[^"\\]|\\.)*)"(?:\s*"((?:[^"\\]|\\.)*)")*)re"};
  static const std::regex k_joint{R"re("\s*")re"};
  std::set<std::string> texts;
  for (const auto& entry :
       fs::recursive_directory_iterator{fs::path{OHMSTEAD_SOURCE_DIR} / folder}) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".cpp" || name.ends_with("_test.cpp") ||
        name.starts_with("phrases_") ||
        entry.path().string().find("/testing/") != std::string::npos)
      continue;
    const std::string source =
        std::regex_replace(base::read_file(entry.path()).value(), k_comment, "");
    for (std::sregex_iterator found{source.begin(), source.end(), k_text}, end; found != end;
         ++found) {
      const std::string whole = std::regex_replace(found->str(), k_joint, "");
      if (whole.size() > 2) texts.insert(plain(whole.substr(1, whole.size() - 2)));
    }
  }
  return texts;
}

// Mistakes of programs, and halves of a sentence that stands whole in the tables.
const std::set<std::string>& needs_no_phrase() {
  static const std::set<std::string> k_texts{
      " goes on until then",
      ", made before the site file was read again,",
      "a device must understand something",
      "a plan for the new site file is being made; the one of ",
      "there are no models of '{}'",
      "direction, it is the wrong way round",
      "from {} days of published prices",
      "where published prices end, a forecast goes on, learned ",
  };
  return k_texts;
}

// Whether a phrase has the form of the text; a place of the text may stand for words of the phrase.
bool is_known(const std::string& text) {
  std::string form;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "{}") == 0) {
      form += ".*";
      ++at;
    } else {
      if (std::string_view{R"(.*+?()[]|^$\{})"}.find(text[at]) != std::string_view::npos)
        form += '\\';
      form += text[at];
    }
  }
  const std::regex wanted{form};
  const auto phrases = all_phrases();
  return std::any_of(phrases.begin(), phrases.end(), [&](const home::Phrase& phrase) {
    return std::regex_match(plain(std::string{phrase[0]}), wanted);
  });
}

// A text of a source as what is said: without what only joins it to others.
std::string stripped(std::string text) {
  while (text.starts_with("; ")) text.erase(0, 2);
  if (text.starts_with("{}: ")) text.erase(0, 4);
  while (text.ends_with(' ') || text.ends_with(';')) text.pop_back();
  return text.ends_with(':') ? text + " {}" : text;
}

// Whoever writes a new sentence in the engine or in control writes it in every language.
TEST(Phrases, KnowEverySentenceOfEngineAndControl) {
  const std::regex words{R"([a-z]+ [^ ]+ [^ ]+)"};
  for (const char* folder : {"src/engine", "src/control"}) {
    for (const std::string& found : texts_in(folder)) {
      if (!std::regex_search(found, words) || needs_no_phrase().contains(found)) continue;
      const std::string text = stripped(found);
      const std::size_t joint = text.find("; ");
      const bool is_of_parts = joint != std::string::npos && is_known(text.substr(0, joint)) &&
                               is_known(text.substr(joint + 2));
      EXPECT_TRUE(is_known(text) || is_known(found) || is_of_parts) << folder << ": " << text;
    }
  }
}

}  // namespace
}  // namespace ohmstead::engine
