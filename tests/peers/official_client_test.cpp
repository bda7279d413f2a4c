// Our double of Home Assistant speaks as Home Assistant's own WebSocket client hears it: what our
// tests find out with the double holds for the real one. The client comes from the public package
// index; skipped where that or Node is not there.
#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "testing/fake_home_assistant.hpp"

namespace ohmstead::connect {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* k_packages = "home-assistant-js-websocket@9.7.0 ws@8.18.3";

// Empty: it cannot be had.
fs::path packages_folder() {
  fs::path folder{OHMSTEAD_NODE_PEERS_FOLDER};
  if (std::system("node --version >/dev/null 2>&1 && npm --version >/dev/null 2>&1") != 0)
    return {};
  if (fs::exists(folder / "ready")) return folder;
  fs::create_directories(folder);
  const std::string install =
      std::string{"timeout 240 npm install --silent --no-audit --no-fund "} + "--prefix '" +
      folder.string() + "' " + k_packages + " >/dev/null 2>&1 && touch '" +
      (folder / "ready").string() + "'";
  return std::system(install.c_str()) == 0 ? folder : fs::path{};
}

std::string output_of(const std::string& command) {
  std::string text;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 512> part{};
  while (std::fgets(part.data(), part.size(), pipe) != nullptr) text += part.data();
  ::pclose(pipe);
  return text;
}

TEST(OfficialClient, UnderstandsOurDouble) {
  const fs::path packages = packages_folder();
  if (packages.empty()) GTEST_SKIP() << "Node with npm, or its packages, cannot be had";
  FakeHomeAssistant hub;
  hub.set("select.mode", "Self Use", R"({"options":["Self Use","Force Charge"]})");
  hub.set("number.power", "1", R"({"max":10})");
  hub.record("sensor.meter", "power", "W", R"([{"start":1740787200000,"mean":1.5}])");
  hub.answer_with([](const std::string& call) {
    return call.find("99") == std::string::npos ? "" : "Value 99 is outside valid range";
  });
  const std::string said =
      output_of("OHMSTEAD_NODE_PACKAGES='" + packages.string() + "' timeout 60 node '" +
                (fs::path{OHMSTEAD_SOURCE_DIR} / "tests/peers/home_assistant/client.mjs").string() +
                "' '" + hub.url() + "' 'good token' 'another token' 2>&1");
  const Json seen = Json::parse(said, nullptr, false);
  ASSERT_FALSE(seen.is_discarded()) << said;
  EXPECT_EQ(seen["wrongTokenIsRefused"], true);
  EXPECT_EQ(seen["user"], true);
  EXPECT_EQ(seen["services"], Json({"number", "select", "switch"}));
  EXPECT_EQ(seen["pong"], true);
  EXPECT_EQ(seen["mode"], "Self Use");
  EXPECT_EQ(seen["options"], Json({"Self Use", "Force Charge"}));
  EXPECT_EQ(seen["modeAfter"], "Force Charge");
  EXPECT_EQ(seen["refused"], "Value 99 is outside valid range");
  EXPECT_EQ(seen["mean"], 1.5);
}

}  // namespace
}  // namespace ohmstead::connect
