// A real home: its meters and devices by their connections, its prices and weather by the services
// it names.
//
// What it needs beside the site file lies next to it: NAME.db and NAME.cache for a NAME.yaml,
// unless others are named. Thread rule: one thread; its parts as they say.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/ports/memory.hpp"
#include "served_home.hpp"

namespace ohmstead::app {

// Whether `run` drives it: it names connections, and is not to be simulated.
[[nodiscard]] bool is_live(const home::Site& site);

// A site file with its secrets.
struct LiveSite {
  std::string file;
  home::Site site;
  base::Zone zone = base::Zone::utc();
  std::vector<home::Secret> secrets;
  std::optional<LoadedSite> past;  // of before, where the site names files of it
};
// From the file, or from `text` that stands for it.
[[nodiscard]] base::Result<LiveSite> load_live_site(const std::string& file);
[[nodiscard]] base::Result<LiveSite> read_live_site(const std::string& text,
                                                    const std::string& file);

// NAME.db beside NAME.yaml.
[[nodiscard]] std::string database_beside(const std::string& site_file);
// Whether the site could be run as it stands, as far as that can be told without asking anybody,
// and where it promises more than its devices can be told, a sentence each.
[[nodiscard]] base::Result<std::vector<std::string>> check_live_site(const std::string& file);

// Held by the one service that runs a home; ends with the program, however that ends.
class HomeLock {
 public:
  // Beside the database. Errors: conflict (another holds it), unavailable.
  [[nodiscard]] static base::Result<HomeLock> take(const std::string& database);
  HomeLock(HomeLock&& other) noexcept : file_{std::exchange(other.file_, -1)} {}
  HomeLock& operator=(HomeLock&&) = delete;
  ~HomeLock();

 private:
  HomeLock() = default;
  int file_ = -1;
};

class LiveHomeMaker final : public HomeMaker {
 public:
  // All must outlive it and its homes; `memory` may be null.
  LiveHomeMaker(std::string site_file, std::string cache_folder, const base::Clock& clock,
                ports::Memory* memory)
      : site_file_{std::move(site_file)},
        cache_folder_{std::move(cache_folder)},
        clock_{&clock},
        memory_{memory} {}

  [[nodiscard]] base::Result<Make> load() override;
  [[nodiscard]] base::Result<void> check(const std::string& text) const override;
  [[nodiscard]] std::optional<double> replay_speed() const override { return std::nullopt; }

 private:
  std::string site_file_;
  std::string cache_folder_;
  const base::Clock* clock_;
  ports::Memory* memory_;
};

}  // namespace ohmstead::app
