#include "site_words.hpp"

#include <gtest/gtest.h>

#include <set>

#include "ohmstead/describe/node.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {
namespace {

using describe::Node;

struct FieldOfForm {
  std::string path;
  std::string title;
  std::string text;
};

std::string text_of(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found == nullptr ? std::string{} : found->text;
}

void add_fields(const Node& schema, const std::string& path, std::vector<FieldOfForm>& all);

// Of an object, a list of objects, or either of several forms.
void add_inside(const Node& schema, const std::string& path, std::vector<FieldOfForm>& all) {
  add_fields(schema, path, all);
  if (const Node* items = schema.find("items")) add_inside(*items, path, all);
  if (const Node* forms = schema.find("oneOf")) {
    for (const Node& form : forms->items) add_inside(form, path, all);
  }
}

void add_fields(const Node& schema, const std::string& path, std::vector<FieldOfForm>& all) {
  const Node* properties = schema.find("properties");
  if (properties == nullptr) return;
  for (const describe::Member& member : properties->members) {
    const std::string at = path.empty() ? member.key : path + '.' + member.key;
    all.push_back({at, text_of(member.value, "title"), text_of(member.value, "description")});
    add_inside(member.value, at, all);
  }
}

std::vector<FieldOfForm> fields_in(Language language) {
  const auto schema = describe::parse_json(site_schema(language), "schema");
  std::vector<FieldOfForm> all;
  add_fields(schema.value(), "", all);
  return all;
}

class SiteWordsOf : public ::testing::TestWithParam<Language> {};
INSTANTIATE_TEST_SUITE_P(Languages, SiteWordsOf, ::testing::Values(Language::de, Language::sv),
                         [](const auto& of) {
                           return std::string{
                               names_of(of.param)[static_cast<std::size_t>(of.param)]};
                         });

TEST_P(SiteWordsOf, SayEveryFieldOfTheForms) {
  const auto english = fields_in(Language::en);
  const auto said = fields_in(GetParam());
  ASSERT_GT(english.size(), 400U);
  ASSERT_EQ(said.size(), english.size());
  for (std::size_t i = 0; i < said.size(); ++i) {
    EXPECT_EQ(said[i].path, english[i].path);
    EXPECT_TRUE(english[i].title.empty()) << "English labels are the keys";
    EXPECT_FALSE(said[i].title.empty()) << said[i].path << " has no words";
    EXPECT_FALSE(said[i].text.empty()) << said[i].path;
  }
}

TEST_P(SiteWordsOf, HaveNoRowThatNoFieldNeeds) {
  std::set<std::string_view> used, seen;
  for (const FieldOfForm& each : fields_in(Language::en)) {
    if (const SiteWords* words = find_site_words(each.path, GetParam())) used.insert(words->path);
  }
  for (const SiteWords& row : site_words(GetParam())) {
    EXPECT_TRUE(used.contains(row.path)) << row.path;
    EXPECT_TRUE(seen.insert(row.path).second) << row.path << " is there twice";
  }
}

TEST(SiteWords, TakeTheNearestRow) {
  EXPECT_EQ(find_site_words("vehicles.departures.days", Language::de)->text,
            "an denen es losfährt");
  EXPECT_EQ(find_site_words("zones.comfort.days", Language::de)->text, "an denen es öffnet");
  EXPECT_EQ(find_site_words("name", Language::en), nullptr);
  EXPECT_EQ(find_site_words("no.such", Language::sv), nullptr);
}

}  // namespace
}  // namespace ohmstead::home
