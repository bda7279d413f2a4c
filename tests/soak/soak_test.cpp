// The service's life by a turned clock: cycles, the database and all that a dashboard and scripts
// ask for, day after day, and how much memory it holds. What grows for good is found here.
//
// OHMSTEAD_SOAK_DAYS=365 lives a year, with the limits that the service has; OHMSTEAD_SOAK_SITE is
// another file of examples/french-home.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <future>
#include <nlohmann/json.hpp>

#include "memory_use.hpp"
#include "ohmstead/api/api.hpp"
#include "ohmstead/base/turned_clock.hpp"
#include "ohmstead/engine/engine.hpp"
#include "replayed_home.hpp"
#include "service_store.hpp"
#include "temporary_folder.hpp"
#include "year_home.hpp"

namespace ohmstead::soak {
namespace {

using Json = nlohmann::json;
using bench::TemporaryFolder;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(NDEBUG)
constexpr int k_days = 3;  // and no figures: such builds hold what they like
constexpr bool k_is_measured = false;
#else
constexpr int k_days = 14;
constexpr bool k_is_measured = true;
#endif

struct Wish {
  int days = k_days;
  std::string site = "site.yaml";
  // In a short life small books, so that they are full early.
  [[nodiscard]] bool is_long() const { return days >= 90; }
  [[nodiscard]] int warm_days() const { return is_long() ? 40 : days / 2; }
};

Wish wish_of_environment() {
  Wish wish;
  if (const char* days = std::getenv("OHMSTEAD_SOAK_DAYS"))
    wish.days = std::max(2, std::atoi(days));
  if (const char* site = std::getenv("OHMSTEAD_SOAK_SITE")) wish.site = site;
  return wish;
}

app::LoadedSite load(const std::filesystem::path& folder, const Wish& wish) {
  EXPECT_TRUE(bench::write_year_home(folder / "home"));
  auto loaded = app::load_site((folder / "home" / wish.site).string());
  EXPECT_TRUE(loaded) << loaded.error().message;
  if (!wish.is_long()) loaded->site.service.keep_days = 2.0;
  return std::move(*loaded);
}

class Life {
 public:
  explicit Life(const Wish& wish) : wish_{wish} {
    app::LoadedSite loaded = load(folder_.path(), wish);
    clock_.time = loaded.zone.day_start(base::parse_date(bench::k_year_from).value());
    home_ = app::make_replayed_home(std::move(loaded), clock_.time, clock_).value();
    store_ = app::open_service_store(folder_.path() / "life.db").value();
    engine::EngineOptions options;
    if (!wish.is_long()) {
      options.most_measured = 300;
      options.most_decisions = 100;
    }
    const app::LoadedSite& home = home_->loaded;
    engine_.emplace(engine::Parts{clock_, home.site, home.zone, *home_->house, home_->outlooks(),
                                  store_.get(), store_.get()},
                    std::move(options));
    api_.emplace(api::Service{.clock = clock_,
                              .site = home.site,
                              .zone = home.zone,
                              .engine = *engine_,
                              .access = {.clock = &clock_},  // so many questions in so little time
                              .log = store_.get(),
                              .memory = store_.get()});
    engine_->run_cycle("start");
  }

  void live_a_day() {
    for (int quarter = 0; quarter < 96; ++quarter) {
      clock_.time += std::chrono::minutes{15};
      engine_->run_cycle("clock");
      if (quarter % 8 == 0) ask_all();
    }
    // Once a day: each order is kept for the audit log, which takes long to be full.
    ask("POST", "/api/v1/overrides", R"({"device":"home","kind":"hold","minutes":20})");
  }
  [[nodiscard]] const engine::Engine& engine() const { return *engine_; }
  [[nodiscard]] std::size_t questions() const { return questions_; }

 private:
  void ask(const std::string& method, const std::string& path, const std::string& body = "",
           std::map<std::string, std::string> query = {}) {
    std::promise<net::HttpResponse> answered;
    api_->handle({.method = method, .path = path, .query = std::move(query), .body = body},
                 [&](net::HttpResponse response) { answered.set_value(std::move(response)); });
    const net::HttpResponse answer = answered.get_future().get();
    ASSERT_LT(answer.status, 300) << method << " " << path << ": " << answer.body;
    ++questions_;
  }
  void ask_all() {
    for (const char* path :
         {"/api/v1/status", "/api/v1/plan", "/api/v1/prices", "/api/v1/recommendation/now",
          "/api/v1/history", "/api/v1/decisions", "/api/v1/devices", "/api/v1/outlook",
          "/api/v1/plans", "/api/v1/savings", "/api/v1/accuracy", "/api/v1/health",
          "/api/v1/plan/baselines", "/api/v1/overrides"})
      ask("GET", path);
    const base::Time long_ago = clock_.time - std::chrono::days{60};
    ask("GET", "/api/v1/history", "",
        {{"from", base::format_time(long_ago)},
         {"to", base::format_time(long_ago + std::chrono::days{1})}});
    ask("POST", "/api/v1/what-if", R"({"objective":{"keep_last_plan_gain":0}})", {{"quick", "1"}});
  }

  Wish wish_;
  TemporaryFolder folder_;
  base::TurnedClock clock_;
  std::unique_ptr<app::ReplayedHome> home_;
  std::unique_ptr<app::ServiceStore> store_;
  std::optional<engine::Engine> engine_;
  std::optional<api::Api> api_;
  std::size_t questions_ = 0;
};

// The most at the ends of some days: how much a plan holds differs from day to day.
void raise(MemoryUse& most, const MemoryUse& use) {
  most.heap_mb = std::max(most.heap_mb, use.heap_mb);
  most.resident_mb = std::max(most.resident_mb, use.resident_mb);
}

TEST(Soak, MemoryStaysFlat) {
  const Wish wish = wish_of_environment();
  const int compared = std::max(1, wish.days / 8);
  Life life{wish};
  MemoryUse warm, end;
  for (int day = 0; day < wish.days; ++day) {
    life.live_a_day();
    if (HasFatalFailure()) return;
    const MemoryUse use = memory_use();
    if (day >= wish.warm_days() && day < wish.warm_days() + compared) raise(warm, use);
    if (day >= wish.days - compared) raise(end, use);
    if (wish.is_long() && day % 10 == 9)
      fmt::print("day {}: {:.1f} MB in use, {:.1f} MB resident\n", day + 1, use.heap_mb,
                 use.resident_mb);
    std::fflush(stdout);
  }
  EXPECT_EQ(life.engine().snapshot()->cycle, 96 * wish.days + 1);
  EXPECT_EQ(life.engine().snapshot()->missed, 0);
  fmt::print(
      "{} days, {} cycles, {} questions: {:.1f} -> {:.1f} MB in use, {:.1f} -> {:.1f} MB "
      "resident\n",
      wish.days, 96 * wish.days + 1, life.questions(), warm.heap_mb, end.heap_mb, warm.resident_mb,
      end.resident_mb);
  if (!k_is_measured) return;
  // A day of money is kept for good; all else must not grow.
  const double days_mb = 0.001 * wish.days;
  EXPECT_LT(end.heap_mb, warm.heap_mb + 1.0 + days_mb);
  EXPECT_LT(end.resident_mb, warm.resident_mb + 8.0 + days_mb);
}

}  // namespace
}  // namespace ohmstead::soak
