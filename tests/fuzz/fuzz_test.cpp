// The driver of every build: seeds, and seeds changed by chance, always the same ones.
// OHMSTEAD_FUZZ_FACTOR=20 makes twenty times as many.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "targets.hpp"

namespace ohmstead::fuzz {
namespace {

constexpr std::size_t k_bytes_max = 100'000;

class Mutator {
 public:
  Mutator(const std::vector<std::string>& seeds, unsigned number)
      : seeds_{seeds}, random_{number} {}

  std::string make() {
    std::string text = seeds_[below(seeds_.size())];
    for (std::size_t change = 0; change <= below(6); ++change) alter(text);
    if (text.size() > k_bytes_max) text.resize(k_bytes_max);
    return text;
  }

 private:
  std::size_t below(std::size_t count) { return random_() % count; }

  void alter(std::string& text) {
    using namespace std::string_view_literals;
    static constexpr std::array k_words{"\0"sv,
                                        "\xff"sv,
                                        "\""sv,
                                        "{"sv,
                                        "["sv,
                                        "}"sv,
                                        "-1"sv,
                                        "1e400"sv,
                                        "NaN"sv,
                                        "null"sv,
                                        ":"sv,
                                        "\n"sv,
                                        "%00"sv,
                                        "../"sv,
                                        "0x1"sv,
                                        "1e-300"sv,
                                        ","sv,
                                        "true"sv,
                                        "99999999999999999999"sv,
                                        "\xe2\x82"sv,
                                        "[[[[[[[["sv,
                                        "2024-02-30T25:61:61Z"sv};
    const std::size_t at = text.empty() ? 0 : below(text.size());
    switch (below(6)) {
      case 0:
        text.insert(at, k_words[below(k_words.size())]);
        break;
      case 1:
        text.erase(at, 1 + below(8));
        break;
      case 2:
        if (!text.empty()) text[at] = static_cast<char>(below(256));
        break;
      case 3:
        text.insert(at, text.substr(text.empty() ? 0 : below(text.size()), below(40)));
        break;
      case 4: {
        const std::string& other = seeds_[below(seeds_.size())];
        text = text.substr(0, at) + other.substr(other.empty() ? 0 : below(other.size()));
        break;
      }
      default:
        if (below(8) == 0) text.resize(at);
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937 random_;
};

class FuzzTest : public ::testing::TestWithParam<Target> {};

TEST_P(FuzzTest, EndsWellWhateverComes) {
  const Target& target = GetParam();
  const char* factor = std::getenv("OHMSTEAD_FUZZ_FACTOR");
  const int rounds = target.rounds * (factor == nullptr ? 1 : std::max(1, std::atoi(factor)));
  const auto run = [&](const std::string& text) {
    try {
      target.run(text);
    } catch (const std::exception& broken) {
      FAIL() << broken.what() << " with " << ::testing::PrintToString(text);
    }
  };
  for (const std::string& seed : target.seeds) run(seed);
  Mutator mutator{target.seeds, 7};
  for (int round = 0; round < rounds && !HasFatalFailure(); ++round) run(mutator.make());
}

INSTANTIATE_TEST_SUITE_P(Readers, FuzzTest, ::testing::ValuesIn(all_targets()),
                         [](const auto& each) { return std::string{each.param.name}; });

}  // namespace
}  // namespace ohmstead::fuzz
