// What a replay is asked, and that one runs at a time for as long as somebody waits for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "replay_routes.hpp"
#include "testing/small_service.hpp"

namespace ohmstead::api {
namespace {

using net::HttpResponse;
using testing::at;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::SmallService;

constexpr const char* k_day = R"({"from":"2024-05-09","to":"2024-05-09"})";

base::Zone paris() { return base::Zone::load("Europe/Paris").value(); }

TEST(Replay, DatesAreWholeLocalDays) {
  const auto wish = read_replay_wish(paris(), R"({"from":"2024-05-09","to":"2024-05-10"})");
  ASSERT_TRUE(wish) << wish.error().message;
  EXPECT_EQ(wish->from, at("2024-05-08T22:00:00Z"));
  EXPECT_EQ(wish->to, at("2024-05-10T22:00:00Z"));
  EXPECT_THAT(wish->strategies, ElementsAre("optimal", "self_use", "no_battery"));
  const auto times = read_replay_wish(
      paris(),
      R"({"from":"2024-05-09T01:00:00Z","to":"2024-05-09T07:30:00+02:00","strategies":["rules"]})");
  ASSERT_TRUE(times) << times.error().message;
  EXPECT_EQ(times->to, at("2024-05-09T05:30:00Z"));
}

TEST(Replay, AllFaultsAreTold) {
  const auto wish = read_replay_wish(
      paris(), R"({"from":"May","strategies":["magic","rules","rules",3],"until":1})");
  ASSERT_FALSE(wish);
  EXPECT_THAT(wish.error().message,
              AllOf(HasSubstr("until: unknown"), HasSubstr("from: 'May' is neither"),
                    HasSubstr("to: '' is neither"), HasSubstr("'magic' is not one of optimal,"),
                    HasSubstr("'rules' stands there twice"), HasSubstr("'3' is not one of")));
  EXPECT_EQ(read_replay_wish(paris(), R"({"from":"2024-05-10","to":"2024-05-08"})").error().message,
            "to: is before from");
  EXPECT_EQ(read_replay_wish(paris(), R"({"from":"2022-05-10","to":"2024-05-08"})").error().message,
            "to: at most 366 days after from");
  EXPECT_TRUE(read_replay_wish(paris(), R"({"from":"2024-01-01","to":"2024-12-31"})"));
  EXPECT_FALSE(read_replay_wish(paris(), R"({"from":"2024-01-01","to":"2024-01-02",)"
                                         R"("strategies":[]})"));
}

class ReplayService : public ::testing::Test {
 protected:
  std::future<HttpResponse> ask(const std::stop_token& gone = {}) {
    auto answered = std::make_shared<std::promise<HttpResponse>>();
    service_.api.handle(
        {.method = "POST", .path = "/api/v1/replay", .body = k_day, .gone = gone},
        [answered](HttpResponse response) { answered->set_value(std::move(response)); });
    return answered->get_future();
  }
  SmallService service_;
};

TEST_F(ReplayService, OneAtATime) {
  std::promise<void> go;
  service_.replay = [&, wait = go.get_future().share()](const ReplayWish& wish, const auto&) {
    wait.wait();
    return testing::write_small_replay(wish);
  };
  std::future<HttpResponse> first = ask();
  EXPECT_EQ(ask().get().status, 409);
  go.set_value();
  EXPECT_EQ(first.get().status, 200);
  EXPECT_EQ(ask().get().status, 200);
}

TEST_F(ReplayService, StopsWhenItsClientHasGone) {
  std::promise<void> begun;
  service_.replay = [&](const ReplayWish&,
                        const std::stop_token& stop) -> base::Result<std::string> {
    begun.set_value();
    while (!stop.stop_requested()) std::this_thread::yield();
    return base::fail(base::ErrorKind::cancelled, "nobody waits");
  };
  std::stop_source gone;
  std::future<HttpResponse> answer = ask(gone.get_token());
  begun.get_future().wait();
  gone.request_stop();
  EXPECT_EQ(answer.get().status, 503);
}

TEST_F(ReplayService, FailuresSayWhatIsWrong) {
  using enum base::ErrorKind;
  for (const auto& [kind, status] : std::map<base::ErrorKind, int>{
           {invalid_input, 422}, {not_found, 422}, {cancelled, 503}, {internal, 500}}) {
    service_.replay = [kind = kind](const ReplayWish&, const auto&) -> base::Result<std::string> {
      return base::fail(kind, "so it is");
    };
    const HttpResponse answer = ask().get();
    EXPECT_EQ(answer.status, status);
    EXPECT_THAT(answer.body, HasSubstr("so it is"));
  }
}

}  // namespace
}  // namespace ohmstead::api
