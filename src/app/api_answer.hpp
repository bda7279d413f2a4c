// What a request of another planner's API is answered with, from the text of its body on.
//
// A refusal is an answer too: `body` is what that API's clients expect then, `refusal` the same for
// people, every problem in a line with its place (`name` says which request). Answers are planned
// in `time_limit_s` at most. Thread rule: pure functions but for the clock of that limit.
//
//   const ApiAnswer answer = answer_eos(text, "request.json", 10, 10.0);
//   if (answer.is_refused()) ...
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ohmstead::app {

struct ApiAnswer {
  std::string body;                // JSON
  std::vector<std::string> notes;  // what had to be assumed or changed
  std::string refusal;             // empty when the request was answered

  [[nodiscard]] bool is_refused() const { return !refusal.empty(); }
};

// evcc's optimizer: POST /optimize/charge-schedule.
[[nodiscard]] ApiAnswer answer_evcc(const std::string& text, const std::string& name,
                                    double time_limit_s);

// Akkudoktor-EOS: POST /optimize?start_hour=H.
[[nodiscard]] ApiAnswer answer_eos(const std::string& text, const std::string& name,
                                   std::optional<std::int64_t> start_hour, double time_limit_s);

}  // namespace ohmstead::app
