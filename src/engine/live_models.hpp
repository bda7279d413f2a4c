// The models of a living home: learned on a thread of their own, judged week by week, kept with the
// way back.
//
// Each kind (k_model_kinds: load, pv, prices) has a registry (forecast/model_registry.hpp) that the
// memory keeps. While little is known the models are learned each day, then each week, when a
// challenger has to beat the champion. Thread rule: list(), promote() and roll_back() from any
// thread, all else from one.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ohmstead/forecast/model_care.hpp"
#include "ohmstead/forecast/price_model.hpp"
#include "ohmstead/forecast/pv_past.hpp"
#include "ohmstead/ports/feeds.hpp"
#include "ohmstead/ports/forecast_models.hpp"
#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine {

// Copies, for the thread that learns.
struct Lesson {
  std::optional<forecast::Measured> load;
  forecast::Measured outdoor;  // air as foretold, beside and beyond the load; empty: not told
  std::optional<forecast::PvSources> sun;
  bool is_young = false;
  struct Prices {
    forecast::PricePast past;
    bool is_young = false;
  };
  std::map<std::string, Prices> prices;  // by the kind of their model
};

class LiveModels final : public ports::ForecastModels {
 public:
  // All must outlive it; `memory` may be null. Reads what is kept.
  LiveModels(const base::Zone& zone, ports::Memory* memory);

  [[nodiscard]] bool is_busy() const { return is_busy_; }
  // By when this kind was learned last; the sun is learned with the load.
  [[nodiscard]] bool is_due(const std::string& kind, base::Time now, bool is_young) const;
  // Returns at once; is_busy() until it is done.
  void learn(base::Time now, Lesson lesson);
  void finish();

  // Empty: nothing is learned yet.
  [[nodiscard]] std::string champion(const std::string& kind) const;
  // A champion that cannot be read: all of its kind are learned anew.
  void forget(const std::string& kind);
  // The champion of a kind of prices, read once; null: nothing is learned yet.
  [[nodiscard]] std::shared_ptr<const forecast::PriceModel> prices(const std::string& kind);
  // One entry for each kind that has a model.
  [[nodiscard]] std::vector<ports::FeedHealth> health() const;

  [[nodiscard]] std::vector<ports::ForecastModel> list() const override;
  [[nodiscard]] base::Result<void> promote(const std::string& kind, int version) override;
  [[nodiscard]] base::Result<void> roll_back(const std::string& kind) override;

 private:
  struct Kept {
    forecast::ModelRegistry registry;
    std::int64_t changes = 0;  // by hand
    std::vector<std::string> notes;
    std::shared_ptr<const forecast::PriceModel> prices;  // read from version `read`
    int read = 0;
  };
  void keep(const std::string& kind, const Kept& kept) const;
  using Care = std::function<base::Result<forecast::CareReport>(forecast::ModelRegistry&)>;
  void care(const std::string& kind, base::Time now, const Care& care);
  void teach(base::Time now, const Lesson& lesson);
  [[nodiscard]] base::Result<void> change(
      const std::string& kind,
      const std::function<base::Result<void>(forecast::ModelRegistry&)>& what);

  const base::Zone* zone_;
  ports::Memory* memory_;
  mutable std::mutex mutex_;  // of all below but the thread
  std::map<std::string, Kept> kinds_;
  std::optional<base::Time> failed_at_;
  std::atomic<bool> is_busy_ = false;
  std::jthread trainer_;  // last: it ends first
};

}  // namespace ohmstead::engine
