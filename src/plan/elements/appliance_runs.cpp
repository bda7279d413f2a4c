// The runs of an appliance as the search sees them: few enough to try them all.
#include <algorithm>

#include "account.hpp"
#include "appliance.hpp"
#include "search/cost_floor.hpp"
#include "search/switched.hpp"

namespace ohmstead::plan {
namespace {

// Of a run when a kWh in slot t costs prices[t].
double cost_of(const home::Case& home, const ApplianceElement::Run& run,
               std::span<const double> prices) {
  double cost = run.delay_cost;
  for (std::size_t k = 0; k < run.power_kw.size(); ++k) {
    const std::size_t t = run.start + k;
    cost += prices[t] * run.power_kw[k] * home.slots.hours(t).value();
  }
  return cost;
}

class SwitchedAppliance final : public SwitchedDevice {
 public:
  SwitchedAppliance(const home::Case& home, const ApplianceElement& element)
      : home_{&home}, element_{&element} {}

  [[nodiscard]] std::size_t device() const override { return 0; }
  [[nodiscard]] bool has_one_power() const override { return false; }

  [[nodiscard]] Track respond(std::span<const double> prices, std::span<const char> blocked,
                              std::span<const Track> tracks) override {
    const ApplianceElement::Run* best = nullptr;
    double lowest = element_->skip_cost();
    for (const ApplianceElement::Run& run : element_->runs()) {
      const double cost = cost_of(*home_, run, prices);
      bool is_blocked = false;
      for (std::size_t k = 0; !blocked.empty() && k < run.power_kw.size(); ++k)
        is_blocked = is_blocked || (blocked[run.start + k] != 0 && run.power_kw[k] > 0.0);
      if (is_blocked || cost >= lowest) continue;
      lowest = cost;
      best = &run;
    }
    Track track{tracks[0].power_kw.size()};
    ApplianceElement::write(best, track);
    return track;
  }

  void visit_neighbours(std::span<const Track> tracks, const Visit& visit) override {
    Track candidate{tracks[0].power_kw.size()};
    for (const ApplianceElement::Run& run : element_->runs()) {
      ApplianceElement::write(&run, candidate);
      visit(candidate);
    }
    ApplianceElement::write(nullptr, candidate);
    visit(candidate);
  }

  [[nodiscard]] double own_cost(std::span<const Track> tracks) override {
    Account account{*home_};
    element_->bill(tracks, account);
    return account.total();
  }

 private:
  const home::Case* home_;
  const ApplianceElement* element_;
};

// The cheapest of all runs, exactly.
class ApplianceFloor final : public CostFloor {
 public:
  ApplianceFloor(const home::Case& home, const ApplianceElement& element)
      : home_{&home}, element_{&element} {}

  [[nodiscard]] std::optional<double> at(std::span<const std::vector<double>> prices,
                                         const std::function<bool()>&) override {
    double lowest = element_->skip_cost();
    for (const ApplianceElement::Run& run : element_->runs())
      lowest = std::min(lowest, cost_of(*home_, run, prices[0]));
    return lowest;
  }

 private:
  const home::Case* home_;
  const ApplianceElement* element_;
};

}  // namespace

std::unique_ptr<CostFloor> ApplianceElement::cost_floor() const {
  return std::make_unique<ApplianceFloor>(*home_, *this);
}

std::vector<std::unique_ptr<SwitchedDevice>> ApplianceElement::switched() const {
  std::vector<std::unique_ptr<SwitchedDevice>> all;
  all.push_back(std::make_unique<SwitchedAppliance>(*home_, *this));
  return all;
}

}  // namespace ohmstead::plan
