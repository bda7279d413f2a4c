// The program as a service, asked for its plan again and again while it plans.
//
// Every question must be answered; how fast, and how many cycles were missed, is told and not
// judged, as times belong to a machine. OHMSTEAD_LOAD_S=60 asks for so long at 500 questions per
// second, a cycle each second; OHMSTEAD_LOAD_PATH is another GET.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "asker.hpp"
#include "serving.hpp"

namespace ohmstead::load {
namespace {

using Json = nlohmann::json;

TEST(Load, EveryQuestionIsAnsweredWhileCyclesGoOn) {
  const char* seconds = std::getenv("OHMSTEAD_LOAD_S");
  const char* path = std::getenv("OHMSTEAD_LOAD_PATH");
  const cli::Serving service{{"--speed", "900"}};
  ASSERT_TRUE(service.is_up());
  const std::string heard = service.listen("/api/v1/events", "\"cycle\":1");
  ASSERT_NE(heard.find("\"cycle\":1"), std::string::npos) << heard;
  Questions questions{.port = service.port(), .path = path == nullptr ? "/api/v1/plan" : path};
  if (seconds != nullptr)
    questions.time =
        std::chrono::milliseconds{static_cast<std::int64_t>(1000 * std::atof(seconds))};
  else
    questions.per_s = 100.0, questions.time = std::chrono::milliseconds{2000};
  const Json before = service.ask_json("GET /api/v1/status");
  const Latencies told = ask_at_rate(questions);
  const Json after = service.ask_json("GET /api/v1/status");
  EXPECT_EQ(told.sorted_ms.size(), told.asked);
  EXPECT_GT(after["cycle"], before["cycle"]);
  double busy = 0.0;
  (void)::getloadavg(&busy, 1);
  fmt::print(
      "{} of {} answered, {:.0f} kB each: p50 {:.2f} ms, p99 {:.2f} ms, p99.9 {:.2f} ms, most "
      "{:.2f} "
      "ms; {} cycles, {} missed; load of the machine {:.1f}\n",
      told.sorted_ms.size(), told.asked, told.mean_bytes / 1000.0, told.at(0.5), told.at(0.99),
      told.at(0.999), told.at(1.0), after["cycle"].get<int>() - before["cycle"].get<int>(),
      after["missed_cycles"].get<int>() - before["missed_cycles"].get<int>(), busy);
}

}  // namespace
}  // namespace ohmstead::load
