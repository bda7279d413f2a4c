#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/describe/node.hpp"

namespace ohmstead::describe {
namespace {

using ::testing::HasSubstr;

Node yaml(const std::string& text) { return parse_yaml(text, "a.yaml").value(); }
Node json(const std::string& text) { return parse_json(text, "a.json").value(); }

std::string yaml_error(const std::string& text) {
  const auto tree = parse_yaml(text, "a.yaml");
  if (tree) return "no error";
  EXPECT_EQ(tree.error().kind, base::ErrorKind::invalid_input);
  return tree.error().message;
}

std::string json_error(const std::string& text) {
  const auto tree = parse_json(text, "a.json");
  if (tree) return "no error";
  EXPECT_EQ(tree.error().kind, base::ErrorKind::invalid_input);
  return tree.error().message;
}

std::string repeat(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

TEST(ParseYaml, KnowsEveryKindAndItsPlace) {
  const Node tree = yaml("name: home\nlist:\n  - 1\n  - \"5\"\nnone:\nmap: {a: 010, b: ~}\n");
  ASSERT_EQ(tree.kind, NodeKind::map);
  ASSERT_EQ(tree.members.size(), 4u);
  const Node* name = tree.find("name");
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->kind, NodeKind::scalar);
  EXPECT_EQ(name->text, "home");
  EXPECT_EQ(name->line, 1);
  EXPECT_EQ(name->column, 7);
  const Node* list = tree.find("list");
  ASSERT_EQ(list->kind, NodeKind::list);
  ASSERT_EQ(list->items.size(), 2u);
  EXPECT_FALSE(list->items[0].is_quoted);
  EXPECT_EQ(list->items[1].text, "5");
  EXPECT_TRUE(list->items[1].is_quoted);
  EXPECT_EQ(list->items[1].line, 4);
  EXPECT_EQ(list->items[1].column, 5);
  EXPECT_EQ(tree.find("none")->kind, NodeKind::null);
  EXPECT_EQ(tree.find_member("map")->line, 6);
  EXPECT_EQ(tree.find_member("map")->column, 1);
  EXPECT_EQ(tree.find("map")->find("a")->text, "010");
  EXPECT_EQ(tree.find("map")->find("b")->kind, NodeKind::null);
  EXPECT_EQ(tree.find("other"), nullptr);
}

TEST(ParseYaml, QuotedWordsAreTextsNotNothing) {
  const Node tree = yaml("a: 'null'\nb: null\nc: \"\"\n");
  EXPECT_EQ(tree.find("a")->kind, NodeKind::scalar);
  EXPECT_TRUE(tree.find("a")->is_quoted);
  EXPECT_EQ(tree.find("b")->kind, NodeKind::null);
  EXPECT_EQ(tree.find("c")->kind, NodeKind::scalar);
}

TEST(ParseYaml, RefusesAliases) {
  EXPECT_EQ(yaml_error("a: &x 1\nb: *x\n"), "a.yaml:2:4: aliases (*name) are not supported");
}

TEST(ParseYaml, RefusesEmptyAndSeveralDocuments) {
  EXPECT_EQ(yaml_error(""), "a.yaml:1:1: it is empty");
  EXPECT_EQ(yaml_error("# nothing but a remark\n"), "a.yaml:1:1: it is empty");
  EXPECT_EQ(yaml_error("a: 1\n---\nb: 2\n"), "a.yaml:1:1: the file holds more than one document");
}

TEST(ParseYaml, LimitsTheDepth) {
  EXPECT_TRUE(parse_yaml(repeat("[", 64) + repeat("]", 64), "a.yaml"));
  EXPECT_EQ(yaml_error(repeat("[", 65) + repeat("]", 65)),
            "a.yaml:1:65: more than 64 levels of nesting");
}

TEST(ParseYaml, LimitsTheKeysOfAMap) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(yaml(text).members.size(), 1000u);
  EXPECT_EQ(yaml_error(text + "one_more: 1\n"), "a.yaml:1001:1: more than 1000 keys in one map");
}

TEST(ParseYaml, TellsWhereTheTextIsBroken) {
  EXPECT_EQ(yaml_error("a: 1\n\tb: 2\n"), "a.yaml:2:1: indented with a tab; YAML wants spaces");
  EXPECT_EQ(yaml_error("a: \"no end\n"), "a.yaml:1:4: this quote has no end");
  EXPECT_THAT(yaml_error("a: [1, 2\n"), HasSubstr("a '[' above has no ']'"));
  EXPECT_EQ(yaml_error("[1, 2]: 3\n"), "a.yaml:1:1: a key must be a word");
}

TEST(ParseJson, KnowsEveryKind) {
  const Node tree =
      json(R"({"s": "5", "n": -1.50, "i": 12, "b": true, "z": null, "l": [1, {}], "m": {"a": 1}})");
  ASSERT_EQ(tree.kind, NodeKind::map);
  EXPECT_TRUE(tree.find("s")->is_quoted);
  EXPECT_EQ(tree.find("s")->text, "5");
  EXPECT_FALSE(tree.find("n")->is_quoted);
  EXPECT_EQ(tree.find("n")->text, "-1.50");
  EXPECT_EQ(tree.find("i")->text, "12");
  EXPECT_EQ(tree.find("b")->text, "true");
  EXPECT_EQ(tree.find("z")->kind, NodeKind::null);
  ASSERT_EQ(tree.find("l")->items.size(), 2u);
  EXPECT_EQ(tree.find("l")->items[1].kind, NodeKind::map);
  EXPECT_EQ(tree.find("m")->find("a")->text, "1");
  EXPECT_EQ(tree.members[0].key, "s");
}

TEST(ParseJson, RefusesEmptyBrokenAndDeepTexts) {
  EXPECT_EQ(json_error(" \n"), "a.json: it is empty");
  EXPECT_THAT(json_error("{\"a\": 1,\n \"b\" 2}"), HasSubstr("a.json:2:"));
  EXPECT_THAT(json_error("{} {}"), HasSubstr("a.json:1:"));
  EXPECT_TRUE(parse_json(repeat("[", 64) + repeat("]", 64), "a.json"));
  EXPECT_EQ(json_error(repeat("[", 65) + repeat("]", 65)),
            "a.json: more than 64 levels of nesting");
  EXPECT_THAT(json_error(repeat("[", 200000)), HasSubstr("more than 64 levels of nesting"));
  EXPECT_NE(json_error("{\"a\": NaN}"), "no error");
}

}  // namespace
}  // namespace ohmstead::describe
