// Every bad file in tests/cli/bad is refused with exactly the message that stands beside it.
//
// NNN-name.expected holds standard error to the letter (@HERE@ is the folder); the command is
//   NNN-name.args   the arguments in this file, or
//   NNN-name.yaml   check --site NNN-name.yaml, or
//   NNN-name.json   plan --case NNN-name.json --json
// Always: exit code 2, and on standard output nothing but what NNN-name.out holds, if there is one:
// the body of a refusal.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

namespace fs = std::filesystem;

const fs::path k_folder = fs::path{OHMSTEAD_SOURCE_DIR} / "tests/cli/bad";

std::vector<std::string> find_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{k_folder}) {
    if (entry.path().extension() == ".expected") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> words_of(const std::string& name) {
  const fs::path args = k_folder / (name + ".args");
  if (!fs::exists(args)) {
    if (fs::exists(k_folder / (name + ".yaml"))) return {"check", "--site", name + ".yaml"};
    return {"plan", "--case", name + ".json", "--json"};
  }
  std::istringstream stream{read_text(args)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string without_folder(std::string text) {
  const std::string here = k_folder.string();
  for (auto at = text.find(here); at != std::string::npos; at = text.find(here, at)) {
    text.replace(at, here.size(), "@HERE@");
  }
  return text;
}

class BadInput : public testing::TestWithParam<std::string> {};

TEST_P(BadInput, IsRefusedWithItsMessage) {
  const Outcome outcome = run_program(words_of(GetParam()), {.folder = k_folder});
  EXPECT_EQ(without_folder(outcome.err), read_text(k_folder / (GetParam() + ".expected")));
  EXPECT_EQ(outcome.code, 2);
  const fs::path out = k_folder / (GetParam() + ".out");
  EXPECT_EQ(outcome.out, fs::exists(out) ? read_text(out) : "");
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, BadInput, testing::ValuesIn(find_names()), test_name);

TEST(BadInputs, AreMany) { EXPECT_GE(find_names().size(), 60U); }

}  // namespace
}  // namespace ohmstead::cli
