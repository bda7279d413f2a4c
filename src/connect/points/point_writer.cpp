#include "points/point_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ohmstead::connect {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int k_tries = 3;
constexpr std::chrono::milliseconds k_between_tries{2000};

SteadyClock::duration pause_of(double seconds) {
  return std::chrono::duration_cast<SteadyClock::duration>(std::chrono::duration<double>{seconds});
}

}  // namespace

PointWriter::~PointWriter() {
  {
    const std::scoped_lock lock{mutex_};
    is_ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

base::Result<void> PointWriter::write(const std::string& device, std::vector<Step> steps) {
  std::uint64_t generation = 0;
  {
    std::unique_lock lock{mutex_};
    // What the older command is just writing must not come after the first of this one.
    wake_.wait(lock, [&] { return written_device_ != device; });
    generation = ++generations_[device];
    std::erase_if(jobs_, [&](const Job& job) { return job.device == device; });
    std::erase_if(faults_, [&](const auto& fault) { return fault.first == device; });
  }
  std::size_t done = 0;
  while (done < steps.size()) {
    if (auto written = bus_->write(steps[done].to, steps[done].text); !written)
      return tl::unexpected{base::in_context(steps[done].to, written.error())};
    if (steps[done++].pause_s > 0.0) break;
  }
  if (done == steps.size()) return {};
  const auto due = SteadyClock::now() + pause_of(steps[done - 1].pause_s);
  const std::scoped_lock lock{mutex_};
  jobs_.push_back({device, std::move(steps), generation, done, due});
  if (!thread_.joinable()) thread_ = std::thread{[this] { run(); }};
  wake_.notify_all();
  return {};
}

bool PointWriter::is_idle() const {
  const std::scoped_lock lock{mutex_};
  return jobs_.empty() && written_device_.empty();
}

std::vector<std::string> PointWriter::faults() const {
  const std::scoped_lock lock{mutex_};
  std::vector<std::string> all;
  all.reserve(faults_.size());
  for (const auto& [device, fault] : faults_) all.push_back(fmt::format("{}: {}", device, fault));
  return all;
}

void PointWriter::run() {
  std::unique_lock lock{mutex_};
  while (!is_ending_) {
    const auto first = std::min_element(jobs_.begin(), jobs_.end(),
                                        [](const Job& a, const Job& b) { return a.due < b.due; });
    if (first == jobs_.end()) {
      wake_.wait(lock);
    } else if (const auto due = first->due; SteadyClock::now() < due) {
      wake_.wait_until(lock, due);
    } else {
      Job job = std::move(*first);
      jobs_.erase(first);
      step(lock, std::move(job));
    }
  }
}

void PointWriter::step(std::unique_lock<std::mutex>& lock, Job job) {
  const Step now = job.steps[job.next];
  written_device_ = job.device;
  lock.unlock();
  const auto written = bus_->write(now.to, now.text);
  lock.lock();
  written_device_.clear();
  wake_.notify_all();
  if (job.generation != generations_[job.device]) return;
  if (written) {
    job.tries = 0;
    job.due = SteadyClock::now() + pause_of(now.pause_s);
    if (++job.next < job.steps.size()) jobs_.push_back(std::move(job));
  } else if (++job.tries < k_tries) {
    job.due = SteadyClock::now() + k_between_tries;
    jobs_.push_back(std::move(job));
  } else {
    faults_.emplace_back(job.device, fmt::format("{}: {}", now.to, written.error().message));
  }
}

}  // namespace ohmstead::connect
