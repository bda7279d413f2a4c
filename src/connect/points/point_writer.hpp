// Carries out the writes of a command in their order and with their pauses, on a thread of its own
// where there are pauses.
//
// The first write is done in the caller, who hears of its failure; the later ones follow in the
// background and are tried again some times. A newer command for the same device takes the place of
// what is left of an older one. Thread rule: write() from one thread, fault() from any.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "points/bus.hpp"

namespace ohmstead::connect {

class PointWriter {
 public:
  struct Step {
    std::string to;
    std::string text;
    double pause_s = 0.0;  // after it
  };

  // `bus` must outlive this object.
  explicit PointWriter(PointBus& bus) : bus_{&bus} {}
  ~PointWriter();
  PointWriter(const PointWriter&) = delete;
  PointWriter& operator=(const PointWriter&) = delete;

  // Errors: as PointBus::write().
  [[nodiscard]] base::Result<void> write(const std::string& device, std::vector<Step> steps);
  // Whether nothing is left to be written.
  [[nodiscard]] bool is_idle() const;
  // What could not be written in the background, a sentence each.
  [[nodiscard]] std::vector<std::string> faults() const;

 private:
  struct Job {
    std::string device;
    std::vector<Step> steps;
    std::uint64_t generation = 0;  // of the device's commands
    std::size_t next = 0;
    std::chrono::steady_clock::time_point due;
    int tries = 0;
  };
  void run();
  void step(std::unique_lock<std::mutex>& lock, Job job);

  PointBus* bus_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  std::vector<std::pair<std::string, std::string>> faults_;  // by device
  std::map<std::string, std::uint64_t> generations_;         // of the newest command
  std::string written_device_;                               // in the background now; empty: none
  bool is_ending_ = false;
  std::thread thread_;  // begun by the first command with pauses
};

}  // namespace ohmstead::connect
