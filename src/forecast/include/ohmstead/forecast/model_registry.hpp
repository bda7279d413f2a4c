// Which trained models there are, which one forecasts, and the way back to the one before.
//
// A record is never changed but for its status and metrics; versions count up and are never used
// twice. The champion forecasts; a candidate waits for its trial; what lost or was replaced is
// retired. The last five are kept, the champion and the one before it always. The registry is a
// value; save() and load() are for a document of the store. Times UTC. Thread rule: plain values.
//
//   ModelRegistry registry;
//   const int version = *registry.add({.kind = "load", .model = predictor.save()});
//   auto done = registry.promote(version);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/forecast/measured.hpp"

namespace ohmstead::forecast {

// Its name ends with its unit.
using Metric = std::pair<std::string, double>;

enum class ModelStatus { candidate, champion, retired };

struct ModelRecord {
  int version = 0;   // given by add()
  std::string kind;  // "load", "pv": as Predictor::name()
  base::Time trained_at{};
  base::Time data_from{};
  base::Time data_to{};
  std::uint64_t data_fingerprint = 0;
  std::size_t samples = 0;
  double training_s = 0.0;
  ModelStatus status = ModelStatus::candidate;
  std::vector<Metric> metrics;
  std::string model;  // of Predictor::save()

  [[nodiscard]] std::optional<double> metric(const std::string& name) const;
  void set_metric(Metric metric);
};

class ModelRegistry {
 public:
  static constexpr std::size_t k_most_kept = 5;
  static constexpr std::size_t k_most_bytes = 200'000'000;  // of one model

  // Its version. Fails with invalid_input for a model that is too large or of another kind than
  // those that are here.
  [[nodiscard]] base::Result<int> add(ModelRecord record);
  // Fails with not_found.
  [[nodiscard]] base::Result<void> promote(int version);
  // The champion before the present one forecasts again. Fails with not_found when there is none.
  [[nodiscard]] base::Result<void> roll_back();
  void retire(int version);
  void forget_all();  // versions count on

  [[nodiscard]] const ModelRecord* champion() const;
  [[nodiscard]] const ModelRecord* candidate() const;  // the newest
  [[nodiscard]] ModelRecord* find(int version);
  [[nodiscard]] const std::vector<ModelRecord>& records() const {
    return records_;
  }  // oldest first

  [[nodiscard]] std::string save() const;
  // Fails with invalid_input when the text is damaged.
  [[nodiscard]] static base::Result<ModelRegistry> load(const std::string& text);

 private:
  void drop_old();

  std::vector<ModelRecord> records_;
  std::vector<int> champions_;  // in the order in which they came, the present one last
  int last_version_ = 0;
};

// Of what was known at `now`: the same history gives the same number.
[[nodiscard]] std::uint64_t fingerprint(const Measured& series, base::Time now);

}  // namespace ohmstead::forecast
