// What the tests of this room share: a folder that goes away, small documents, a child process.
// Thread rule: one thread.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>

#include "ohmstead/base/result.hpp"
#include "ohmstead/store/store.hpp"

namespace ohmstead::store {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "ohmstead_store_XXXXXX").string();
    base::expect(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path file(const std::string& name = "home.db") const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

[[nodiscard]] inline base::Time at(std::int64_t time_s) {
  return base::Time{base::Seconds{time_s}};
}

// A cycle made at second `number`, of about `size` bytes, which names its number in every text.
[[nodiscard]] inline Cycle numbered_cycle(std::int64_t number, std::size_t size = 0) {
  const std::string n = std::to_string(number);
  Cycle cycle{.made_at = at(number),
              .case_json = R"({"schema":"ohmstead.case/1","number":)" + n + "}",
              .plan_json = R"({"schema":"ohmstead.plan/1","name":"home )" + n +
                           R"(","strategy":"optimal","status":"good","padding":")" +
                           std::string(size, 'x') + R"("})",
              .bill_json = R"({"currency":"EUR","number":)" + n + "}",
              .outlook_json = std::nullopt};
  if (number % 2 == 0) cycle.outlook_json = R"({"number":)" + n + "}";
  return cycle;
}

// Empty when the store holds cycle `number` as plan `id`, else what is wrong.
[[nodiscard]] inline std::string difference(const Store& store, PlanId id, std::int64_t number,
                                            std::size_t size = 0) {
  const Cycle expected = numbered_cycle(number, size);
  const auto plan = store.read_plan(id);
  if (!plan) return plan.error().message;
  if (plan->plan_json != expected.plan_json) return "another plan";
  if (plan->bill_json != expected.bill_json) return "another bill";
  if (plan->summary.made_at != expected.made_at) return "another time";
  const auto home = store.read_case_of_plan(id);
  if (!home) return home.error().message;
  if (*home != expected.case_json) return "another case";
  const auto outlook = store.read_outlook_of_plan(id);
  if (!outlook) return outlook.error().message;
  return *outlook == expected.outlook_json ? "" : "another outlook";
}

// Runs `work`, which returns a text, in a child process and returns that text. No Store may be
// open.
template <class Work>
[[nodiscard]] std::string run_in_child(Work&& work) {
  int ends[2];
  base::expect(::pipe(ends) == 0, "a pipe can be made");
  const pid_t child = ::fork();
  if (child == 0) {
    std::string answer;
    try {
      answer = work();
    } catch (const std::exception& failure) {
      answer = failure.what();
    }
    const ssize_t written = ::write(ends[1], answer.data(), answer.size());
    ::_exit(written == static_cast<ssize_t>(answer.size()) ? 0 : 1);
  }
  ::close(ends[1]);
  std::string answer;
  char block[4096];
  for (ssize_t count = 0; (count = ::read(ends[0], block, sizeof block)) > 0;) {
    answer.append(block, static_cast<std::size_t>(count));
  }
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return answer;
}

}  // namespace ohmstead::store
