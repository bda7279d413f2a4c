#include "manual_weight.hpp"

#include <algorithm>

#include "account.hpp"
#include "linear_home.hpp"
#include "ohmstead/home/manual_wish.hpp"
#include "search/switched.hpp"

namespace ohmstead::plan {
namespace {

// Of the violation price, which is many times the highest price: bounds stay dearer.
constexpr double k_share = 0.25;

struct Weights {
  const home::Case* home;
  std::vector<std::vector<double>> of_device;  // [device][slot]; empty: none

  [[nodiscard]] double sum(std::span<const Track> tracks) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < of_device.size(); ++i) {
      for (std::size_t t = 0; t < of_device[i].size(); ++t)
        sum += of_device[i][t] * tracks[i].power_kw[t] * home->slots.hours(t).value();
    }
    return sum;
  }
};

class ObeyingSwitched final : public SwitchedDevice {
 public:
  ObeyingSwitched(std::unique_ptr<SwitchedDevice> inner, const Weights& weights)
      : inner_{std::move(inner)}, weights_{&weights} {}

  [[nodiscard]] std::size_t device() const override { return inner_->device(); }
  [[nodiscard]] bool has_one_power() const override { return inner_->has_one_power(); }
  [[nodiscard]] Track respond(std::span<const double> prices, std::span<const char> blocked,
                              std::span<const Track> tracks) override {
    const std::vector<double>& own = weights_->of_device[device()];
    if (own.empty()) return inner_->respond(prices, blocked, tracks);
    std::vector<double> sum{prices.begin(), prices.end()};
    for (std::size_t t = 0; t < sum.size(); ++t) sum[t] += own[t];
    return inner_->respond(sum, blocked, tracks);
  }
  void visit_neighbours(std::span<const Track> tracks, const Visit& visit) override {
    inner_->visit_neighbours(tracks, visit);
  }
  [[nodiscard]] double own_cost(std::span<const Track> tracks) override {
    return inner_->own_cost(tracks) + weights_->sum(tracks);
  }

 private:
  std::unique_ptr<SwitchedDevice> inner_;
  const Weights* weights_;
};

class ObeyingElement final : public Element {
 public:
  ObeyingElement(std::shared_ptr<const Element> inner, Weights weights)
      : inner_{std::move(inner)}, weights_{std::move(weights)} {}

  [[nodiscard]] std::span<const Device> devices() const override { return inner_->devices(); }
  // LinearHome::draw() adds the weights.
  [[nodiscard]] LinearPart add_to(LinearHome& linear) const override {
    return inner_->add_to(linear);
  }
  void complete(std::span<Track> tracks) const override { inner_->complete(tracks); }
  void bill(std::span<const Track> tracks, Account& account) const override {
    inner_->bill(tracks, account);
    account.add_weight(weights_.sum(tracks));
  }
  void check(std::span<const Track> tracks, const Refuse& refuse) const override {
    inner_->check(tracks, refuse);
  }
  void act_by_habit(std::span<Track> tracks) const override { inner_->act_by_habit(tracks); }
  [[nodiscard]] std::vector<std::unique_ptr<SwitchedDevice>> switched() const override {
    auto all = inner_->switched();
    for (auto& device : all)
      device = std::make_unique<ObeyingSwitched>(std::move(device), weights_);
    return all;
  }
  [[nodiscard]] double start_worth() const override { return inner_->start_worth(); }

 private:
  std::shared_ptr<const Element> inner_;
  Weights weights_;
};

}  // namespace

std::vector<double> manual_weights(const home::Case& home, const std::string& device) {
  if (home.manual_blocks.empty()) return {};
  const double weight = k_share * effective_violation_price(home).value();
  std::vector<double> weights;
  bool has_any = false;
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    weights.push_back(-weight * home::device_wish(home, device, t));
    has_any |= weights.back() != 0.0;
  }
  if (!has_any) weights.clear();
  return weights;
}

Elements obeying(const home::Case& home, Elements elements) {
  for (auto& element : elements) {
    Weights weights{&home, {}};
    bool has_any = false;
    for (const Device& device : element->devices()) {
      weights.of_device.push_back(manual_weights(home, device.id));
      has_any |= !weights.of_device.back().empty();
    }
    if (has_any) element = std::make_shared<ObeyingElement>(element, std::move(weights));
  }
  return elements;
}

}  // namespace ohmstead::plan
