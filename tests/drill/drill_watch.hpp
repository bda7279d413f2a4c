// What a drill measures: limits, stuck devices, comfort, money, writes.
//
// By the truth of the simulated home, not by what was told. Units: kW, kWh, money, hours. Thread
// rule: one thread.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "drilled_home.hpp"
#include "ohmstead/plan/make_case.hpp"

namespace ohmstead::drill {

struct Figures {
  double hours = 0.0;
  int limit_violations = 0;        // times that one began, while it could be helped
  int unreachable_violations = 0;  // while the device or the service could not act
  int stuck = 0;                   // times that a device that could be reached stayed wrong
  double longest_wrong_s = 0.0;    // that a device that could be reached did not as it should
  double discomfort_hours = 0.0;   // in which a tank or room was too cold, or a car left short
  double cost = 0.0;               // bought less sold
  double stored_value = 0.0;       // of what is stored at the end
  double median_writes = 0.0;      // per battery and day
  double most_writes = 0.0;
  int most_changes_an_hour = 0;    // of what a device does, of one device
  std::vector<std::string> notes;  // what went wrong, when
  [[nodiscard]] double net() const { return cost - stored_value; }
};

class DrillWatch {
 public:
  explicit DrillWatch(DrilledHome& home);

  // After each step.
  void look();
  [[nodiscard]] Figures figures();

 private:
  struct Device {
    home::Command was;
    std::deque<base::Time> changes;  // of the last hour
    std::optional<base::Time> wrong_since;
    bool is_stuck = false;
  };
  struct Breach {
    std::optional<base::Time> since;
    bool is_counted = false;
  };
  void watch_limits(const home::Readings& truth);
  void watch_breach(const std::string& name, bool is_broken, bool is_reached);
  void watch_devices();
  void watch_comfort(const home::Readings& truth);
  void count_money(const home::Readings& truth);
  void count_writes();
  void note(const std::string& what);
  // Whether what is told arrives, and is done, for a minute at least.
  [[nodiscard]] bool is_reached() const;

  DrilledHome* home_;
  plan::TariffRule tariff_;
  Figures figures_;
  std::map<std::string, Device> devices_;
  std::map<std::string, Breach> breaches_;
  std::optional<home::Readings> last_;
  std::map<std::string, bool> was_connected_;
  std::map<std::string, std::vector<int>> writes_by_day_;
  std::map<std::string, int> writes_before_;
  std::optional<base::Time> day_end_;
  base::Time last_unreached_{};
};

}  // namespace ohmstead::drill
