#include "response_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ohmstead::net {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

ResponseFrame frame() { return {.now = base::parse_time("1994-11-06T08:49:37Z").value()}; }

TEST(ResponseTextTest, writes_an_answer_byte_for_byte) {
  const HttpResponse response{
      .status = 404, .content_type = "text/plain", .body = "no", .headers = {{"X-A", "b"}}};
  EXPECT_EQ(response_text(response, frame()),
            "HTTP/1.1 404 Not Found\r\n"
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            "Content-Type: text/plain\r\n"
            "Content-Length: 2\r\n"
            "Cache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Referrer-Policy: no-referrer\r\n"
            "Cross-Origin-Resource-Policy: same-origin\r\n"
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
            "X-A: b\r\n"
            "\r\n"
            "no");
}

TEST(ResponseTextTest, leaves_out_bodies_that_must_not_be) {
  ResponseFrame head = frame();
  head.is_head = true;
  EXPECT_THAT(response_text({.body = "12345"}, head), HasSubstr("Content-Length: 5\r\n"));
  EXPECT_THAT(response_text({.body = "12345"}, head), EndsWith("\r\n\r\n"));
  for (const int status : {204, 304}) {
    const std::string text = response_text({.status = status, .body = "12345"}, frame());
    EXPECT_THAT(text, Not(HasSubstr("Content-Length")));
    EXPECT_THAT(text, EndsWith("\r\n\r\n"));
  }
}

TEST(ResponseTextTest, says_when_the_connection_ends) {
  ResponseFrame last = frame();
  last.is_kept = false;
  EXPECT_THAT(response_text({}, last), HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(response_text({}, frame()), Not(HasSubstr("Connection")));
}

TEST(ResponseTextTest, finds_faults_of_answers) {
  EXPECT_FALSE(fault_of({}));
  EXPECT_TRUE(fault_of({.status = 101}));
  EXPECT_TRUE(fault_of({.status = 600}));
  EXPECT_TRUE(fault_of({.content_type = "a\r\nb"}));
  EXPECT_TRUE(fault_of({.headers = {{"A", "b\nc"}}}));
  EXPECT_TRUE(fault_of({.headers = {{"A:", "b"}}}));
  EXPECT_TRUE(fault_of({.headers = {{"content-length", "5"}}}));
  EXPECT_TRUE(fault_of({.body = "1", .is_stream = true, .first_event = "a b"}));
}

TEST(ResponseTextTest, writes_dates) {
  EXPECT_EQ(http_date(base::parse_time("2024-02-29T23:59:59Z").value()),
            "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST(ResponseTextTest, writes_events_that_cannot_be_split) {
  EXPECT_EQ(event_text("plan", "{\n\"a\": 1\r\n}"),
            "event: plan\ndata: {\ndata: \"a\": 1 \ndata: }\n\n");
  EXPECT_EQ(event_text("plan", ""), "event: plan\ndata: \n\n");
  EXPECT_EQ(message_text("plan", "[1]"), R"({"event":"plan","data":[1]})");
  EXPECT_TRUE(is_event_name("live.power_2-a"));
  for (const char* bad : {"", "a b", "a\nb", "a\"b", "a:b", "a~", "a'b"}) {
    EXPECT_FALSE(is_event_name(bad)) << bad;
  }
}

TEST(ProblemTest, is_json_with_the_detail_quoted) {
  const HttpResponse response = problem(409, "it is \"busy\"\n");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body,
            "{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,"
            "\"detail\":\"it is \\\"busy\\\"\\u000a\"}\n");
  EXPECT_THAT(problem(599).body, StartsWith("{\"type\":\"about:blank\",\"title\":\"Unknown\""));
}

TEST(RequestTest, finds_headers_in_any_case) {
  const HttpRequest request{.method = "GET", .path = "/", .headers = {{"If-None-Match", "\"1\""}}};
  EXPECT_EQ(*request.find_header("if-none-match"), "\"1\"");
  EXPECT_EQ(request.find_header("if-match"), nullptr);
}

}  // namespace
}  // namespace ohmstead::net
