#include "service_store.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <mutex>
#include <utility>

#include "ohmstead/store/put_aside.hpp"
#include "plan_store.hpp"

namespace ohmstead::app {
namespace {

using base::Result;

// Device and number of a file; both 0 where there is none.
using FileIdentity = std::pair<dev_t, ino_t>;
FileIdentity identity_of(const std::string& path) {
  struct stat file{};
  return ::stat(path.c_str(), &file) == 0 ? FileIdentity{file.st_dev, file.st_ino} : FileIdentity{};
}

class SharedStore final : public ServiceStore {
 public:
  SharedStore(store::Store store, std::string concern, std::string path)
      : store_{std::move(store)},
        concern_{std::move(concern)},
        path_{std::move(path)},
        file_{identity_of(path_)} {}

  [[nodiscard]] std::string concern() const override {
    if (identity_of(path_) == file_) return concern_;
    return "the database's file was taken away or replaced: what happens now is forgotten at the "
           "next start. Put it back with the service stopped, or start the service anew";
  }

  Result<void> save(base::Time made_at, const home::Case& home, const home::Plan& plan,
                    const home::Outlook& outlook) override {
    const std::scoped_lock lock{mutex_};
    const auto id = save_plan(store_, made_at, {outlook, home}, plan);
    if (!id) return tl::unexpected{id.error()};
    return {};
  }
  Result<void> forget_before(base::Time time) override {
    const std::scoped_lock lock{mutex_};
    const auto dropped = store_.drop_before(time);
    if (!dropped) return tl::unexpected{dropped.error()};
    return {};
  }
  Result<std::vector<ports::KeptPlan>> list(std::size_t limit) override {
    const std::scoped_lock lock{mutex_};
    const auto summaries = store_.list_plans(limit);
    if (!summaries) return tl::unexpected{summaries.error()};
    std::vector<ports::KeptPlan> all;
    all.reserve(summaries->size());
    for (const store::PlanSummary& each : *summaries)
      all.push_back({each.made_at, each.strategy, each.status,
                     each.cost ? std::optional{base::Money{*each.cost}} : std::nullopt});
    return all;
  }
  Result<std::string> plan_made_at(base::Time made_at) override {
    constexpr std::size_t k_most_looked_at = 10000;
    const std::scoped_lock lock{mutex_};
    const auto summaries = store_.list_plans(k_most_looked_at);
    if (!summaries) return tl::unexpected{summaries.error()};
    for (const store::PlanSummary& each : *summaries) {
      if (each.made_at != made_at) continue;
      auto plan = store_.read_plan(each.id);
      if (!plan) return tl::unexpected{plan.error()};
      return std::move(plan->plan_json);
    }
    return base::fail(base::ErrorKind::not_found,
                      fmt::format("no plan was made at {}", base::format_time(made_at)));
  }

  Result<std::optional<std::string>> read(const std::string& name) override {
    const std::scoped_lock lock{mutex_};
    return store_.find_document(name);
  }
  Result<void> write(const std::string& name, const std::string& text) override {
    const std::scoped_lock lock{mutex_};
    return store_.write_document(name, text);
  }
  Result<void> append_all(const std::string& book, const std::vector<Entry>& entries) override {
    std::vector<store::Entry> all;
    all.reserve(entries.size());
    for (const Entry& each : entries) all.push_back({each.at, each.text});
    const std::scoped_lock lock{mutex_};
    return store_.append_entries(book, all);
  }
  Result<std::vector<std::string>> entries(const std::string& book, base::Time from,
                                           base::Time to) override {
    const std::scoped_lock lock{mutex_};
    return store_.read_entries(book, from, to);
  }

 private:
  std::mutex mutex_;
  store::Store store_;
  std::string concern_;
  std::string path_;
  FileIdentity file_;  // as it was opened
};

}  // namespace

Result<std::unique_ptr<ServiceStore>> open_service_store(const std::filesystem::path& path) {
  auto opened = store::Store::open(path);
  std::string concern;
  if (!opened) {
    const auto aside = store::put_damaged_aside(path);
    if (!aside) return tl::unexpected{aside.error()};
    if (!*aside) return tl::unexpected{opened.error()};
    concern = fmt::format(
        "the database was damaged: it lies at {} now, and a new one was begun, without what was "
        "set by hand and learned. Put a backup in its place, or go on with the new one",
        (*aside)->string());
    opened = store::Store::open(path);
    if (!opened) return tl::unexpected{opened.error()};
  }
  return std::make_unique<SharedStore>(std::move(*opened), std::move(concern), path.string());
}

}  // namespace ohmstead::app
