#include "ohmstead/api/palettes.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "ohmstead/base/file.hpp"
#include "testing/scratch.hpp"

namespace ohmstead::api {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string sixteen() {
  std::string list;
  for (int i = 0; i < 16; ++i)
    list += fmt::format("{}\"#{:x}{:x}{:x}\"", i == 0 ? "" : ", ", i, i, i);
  return "[" + list + "]";
}

class PalettesTest : public ::testing::Test {
 protected:
  void put(const std::string& name, const std::string& text) {
    ASSERT_TRUE(base::write_file(folder_ / name, text));
  }
  [[nodiscard]] nlohmann::json answer() const {
    return nlohmann::json::parse(answer_palettes(folder_));
  }

  testing::Scratch scratch_;
  std::filesystem::path folder_ = scratch_.path / "themes";
  PalettesTest() { std::filesystem::create_directories(folder_); }
};

TEST_F(PalettesTest, AreReadFromJsonAndYaml) {
  put("b.json",
      R"({"name":"Sea","background":"#001122","foreground":"#FFF","accent":3,"palette":)" +
          sixteen() + "}");
  put("a wood.yaml",
      "background: '#332211'\nforeground: '#eee'\nmuted: '#999'\npalette: " + sixteen() + "\n");
  put(".DS_Store", "x");
  const nlohmann::json told = answer();
  EXPECT_THAT(told["problems"], IsEmpty());
  ASSERT_EQ(told["palettes"].size(), 2U);
  EXPECT_EQ(told["palettes"][0]["name"], "a wood");
  EXPECT_EQ(told["palettes"][0]["muted"], "#999");
  EXPECT_EQ(told["palettes"][1]["name"], "Sea");
  EXPECT_EQ(told["palettes"][1]["accent"], "3");
  EXPECT_EQ(told["palettes"][1]["palette"][15], "#fff");
}

TEST_F(PalettesTest, AreRefusedWithAllThatIsWrong) {
  put("a.yaml", "background: black\ncolour: 1\naccent: 16\npalette: ['#zzz', '#fff']\n");
  put("b.json", "{");
  put("c.conf", "background = #000000\n");
  put("d.json",
      R"({"name":"Sea","background":"#000","foreground":"#fff","palette":)" + sixteen() + "}");
  put("e.json",
      R"({"name":"Sea","background":"#000","foreground":"#fff","palette":)" + sixteen() + "}");
  put("f.json", std::string(100'001, ' '));
  const HomePalettes all = read_palettes(folder_);
  ASSERT_EQ(all.palettes.size(), 1U);
  ASSERT_EQ(all.problems.size(), 5U);
  EXPECT_EQ(
      all.problems[0],
      "themes/a.yaml:1:1: foreground: missing (of texts)\n"
      "themes/a.yaml:1:13: background: 'black' is no colour such as \"#1d262a\" (in quotes)\n"
      "themes/a.yaml:2:1: colour: unknown key\n"
      "themes/a.yaml:3:9: accent: '16' is neither a colour such as \"#1d262a\" (in quotes) nor "
      "a number from 0 to 15\n"
      "themes/a.yaml:4:10: palette: has 2 colours; it takes 16\n"
      "themes/a.yaml:4:11: palette[0]: '#zzz' is no colour such as \"#1d262a\" (in quotes)");
  EXPECT_TRUE(all.problems[1].starts_with("themes/b.json:1:"));
  EXPECT_EQ(all.problems[2],
            "themes/c.conf: a palette is a file whose name ends with .json, .yaml or .yml");
  EXPECT_EQ(all.problems[3], "themes/e.json: name: another file is called 'Sea' already");
  EXPECT_EQ(all.problems[4], "themes/f.json: larger than 100000 bytes");
}

TEST_F(PalettesTest, AreNoneWithoutAFolder) {
  EXPECT_THAT(read_palettes(scratch_.path / "nosuch").problems, IsEmpty());
  EXPECT_THAT(read_palettes({}).palettes, IsEmpty());
  put("file", "");
  EXPECT_EQ(read_palettes(folder_ / "file").problems.size(), 1U);
}

}  // namespace
}  // namespace ohmstead::api
