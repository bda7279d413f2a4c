// What Health says when the disk is full: what fails, what goes on, each reason once.
#include <algorithm>

#include "testing/engine_test.hpp"

namespace ohmstead::engine {
namespace {

using namespace testing::plain;

constexpr const char* k_full =
    "home.db: no space left on the disk of /var (0.1 MB free): free some there";

struct FullLog final : ports::CycleLog {
  base::Result<void> save(base::Time, const home::Case&, const home::Plan&,
                          const home::Outlook&) override {
    return base::fail(base::ErrorKind::unavailable, k_full);
  }
  base::Result<void> forget_before(base::Time) override { return {}; }
  base::Result<std::vector<ports::KeptPlan>> list(std::size_t) override {
    return std::vector<ports::KeptPlan>{};
  }
  base::Result<std::string> plan_made_at(base::Time) override {
    return base::fail(base::ErrorKind::not_found, "none");
  }
};

struct FullMemory final : ports::Memory {
  std::string why = k_full;
  bool has_room = false;
  std::map<std::string, std::string> documents;
  base::Result<std::optional<std::string>> read(const std::string& name) override {
    const auto found = documents.find(name);
    return found == documents.end() ? std::nullopt : std::optional{found->second};
  }
  base::Result<void> write(const std::string& name, const std::string& text) override {
    if (!has_room) return base::fail(base::ErrorKind::unavailable, why);
    documents[name] = text;
    return {};
  }
  base::Result<void> append_all(const std::string&, const std::vector<Entry>&) override {
    return base::fail(base::ErrorKind::unavailable, why);
  }
  base::Result<std::vector<std::string>> entries(const std::string&, base::Time,
                                                 base::Time) override {
    return std::vector<std::string>{};
  }
};

class StoreHealth : public EngineTest {
 protected:
  // After a cycle on a full disk.
  std::string told(const std::string& name) {
    Engine engine{{clock_, site_, zone_, devices_, outlooks_, &log_, &memory_}, {}};
    engine.run_cycle("start");
    EXPECT_FALSE(engine.snapshot()->plan.slots.empty());
    EXPECT_EQ(devices_.told.size(), 1U);
    const auto& all = engine.snapshot()->components;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
    if (found == all.end()) return "nothing";
    EXPECT_EQ(found->health, Health::degraded);
    return found->text;
  }

  FullLog log_;
  FullMemory memory_;
};

TEST_F(StoreHealth, SaysWhatFailsAndWhatGoesOn) {
  EXPECT_EQ(told("store"), std::string{"plans are made and followed but not kept: "} + k_full);
}

TEST_F(StoreHealth, SaysTheSameReasonOnce) {
  EXPECT_EQ(told("memory"),
            "history, savings and what is set by hand are not kept for the next start either, for "
            "the same reason");
}

TEST_F(StoreHealth, SaysAnotherReasonToo) {
  memory_.why = "home.db: locked by another program";
  EXPECT_EQ(told("memory"),
            "history, savings and what is set by hand are shown and hold, but are not kept for the "
            "next start: home.db: locked by another program");
}

TEST_F(StoreHealth, WhatIsSetMeanwhileIsKeptAsSoonAsThereIsRoom) {
  home::Override hold;
  hold.device = "home";
  hold.from = clock_.now();
  hold.until = clock_.now() + std::chrono::hours{5};
  {
    Engine engine{{clock_, site_, zone_, devices_, outlooks_, &log_, &memory_}, {}};
    engine.run_cycle("start");
    EXPECT_EQ(engine.why_overrides_unkept(), "");
    (void)engine.overrides().add(hold);
    EXPECT_EQ(engine.why_overrides_unkept(), k_full);
    memory_.has_room = true;
    engine.run_cycle("clock");
    EXPECT_EQ(engine.why_overrides_unkept(), "");
  }
  Engine again{{clock_, site_, zone_, devices_, outlooks_, &log_, &memory_}, {}};
  const auto now = again.overrides().list(clock_.now(), clock_.now() + std::chrono::hours{1});
  ASSERT_EQ(now.size(), 1U);
  EXPECT_EQ(now[0].device, "home");
}

}  // namespace
}  // namespace ohmstead::engine
