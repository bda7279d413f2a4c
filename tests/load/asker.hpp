// Questions at a fixed rate over connections that stay open.
//
// Each question has its time, whatever became of those before it; its latency counts from that time
// until the last byte of the answer, so that a server that stalls is not spared the questions that
// would have come meanwhile. Thread rule: one call at a time; it uses a thread per connection.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace ohmstead::load {

struct Questions {
  int port = 0;
  std::string path;
  double per_s = 500.0;
  std::chrono::milliseconds time{5000};
  int connections = 16;
};

struct Latencies {
  std::vector<double> sorted_ms;  // of answers with status 200
  std::size_t asked = 0;
  double mean_bytes = 0.0;

  [[nodiscard]] double at(double share) const;  // 0.99: that so many do not exceed; 0 without any
};

[[nodiscard]] Latencies ask_at_rate(const Questions& questions);

}  // namespace ohmstead::load
