#include "ohmstead/forecast/model_care.hpp"

#include <gmock/gmock.h>

#include "ohmstead/forecast/load_predictor.hpp"
#include "testing/sample_load.hpp"

namespace ohmstead::forecast {
namespace {

using namespace std::chrono_literals;
using testing::at;
using ::testing::ElementsAre;

ModelRecord record_of(std::string model) {
  ModelRecord record;
  record.kind = "load";
  record.model = std::move(model);
  return record;
}

std::vector<int> versions(const ModelRegistry& registry) {
  std::vector<int> found;
  for (const ModelRecord& each : registry.records()) found.push_back(each.version);
  return found;
}

TEST(ModelRegistry, KeepsTheLastFiveAndAWayBack) {
  ModelRegistry registry;
  ASSERT_TRUE(registry.promote(registry.add(record_of("a")).value()));
  ASSERT_TRUE(registry.promote(registry.add(record_of("b")).value()));
  for (const char* each : {"c", "d", "e", "f", "g"}) ASSERT_TRUE(registry.add(record_of(each)));
  // 1 and 2 reigned last; of the rest the newest.
  EXPECT_THAT(versions(registry), ElementsAre(1, 2, 5, 6, 7));
  EXPECT_EQ(registry.champion()->model, "b");
  EXPECT_EQ(registry.candidate()->model, "g");
  ASSERT_TRUE(registry.roll_back());
  EXPECT_EQ(registry.champion()->model, "a");
  EXPECT_EQ(registry.roll_back().error().kind, base::ErrorKind::not_found);
  EXPECT_EQ(registry.promote(3).error().kind, base::ErrorKind::not_found);
  EXPECT_EQ(registry.champion()->version, 1) << "nothing changed";
}

TEST(ModelRegistry, SurvivesBeingStoredAndSeesDamage) {
  ModelRegistry registry;
  ModelRecord record = record_of("text\nof a model");
  record.trained_at = at("2024-05-01T00:00:00Z");
  record.data_fingerprint = 0xfedcba9876543210ULL;
  record.set_metric({"mae_kw", 0.25});
  ASSERT_TRUE(registry.promote(registry.add(record).value()));
  ASSERT_TRUE(registry.add(record_of("b")));
  const std::string text = registry.save();
  const ModelRegistry again = ModelRegistry::load(text).value();
  EXPECT_EQ(again.save(), text);
  EXPECT_EQ(again.champion()->model, "text\nof a model");
  EXPECT_EQ(again.champion()->data_fingerprint, 0xfedcba9876543210ULL);
  EXPECT_EQ(again.champion()->metric("mae_kw"), 0.25);
  for (std::size_t cut : {std::size_t{0}, std::size_t{30}, text.size() / 2, text.size() - 2})
    EXPECT_FALSE(ModelRegistry::load(text.substr(0, cut))) << cut;
}

TEST(ModelRegistry, RefusesWhatDoesNotBelong) {
  ModelRegistry registry;
  ASSERT_TRUE(registry.add(record_of("a")));
  ModelRecord other = record_of("b");
  other.kind = "pv";
  EXPECT_FALSE(registry.add(other));
  other.kind = "";
  EXPECT_FALSE(registry.add(other));
}

TEST(ModelRegistry, AFingerprintIsOfWhatWasKnown) {
  Measured load = testing::sample_load(10, 1800s, 0.3);
  const base::Time now = at("2024-01-08T00:00:00Z");
  const std::uint64_t before = fingerprint(load, now);
  load.values.back() = 9.0;
  EXPECT_EQ(fingerprint(load, now), before);
  load.values.front() += 1e-12;
  EXPECT_NE(fingerprint(load, now), before);
}

// Says the same number always: what it was last trained to.
class Constant : public Predictor {
 public:
  Constant(const Measured& load, double added) : load_{load}, added_{added} {}
  [[nodiscard]] std::string name() const override { return "load"; }
  void train(base::Time now) override {
    const std::size_t known = load_.known_slots(now);
    kw_ = load_.mean(now - 7 * 86400s, now, known) + added_;
  }
  [[nodiscard]] PowerPrediction predict(base::Time, const base::SlotGrid& slots) const override {
    const base::Series<base::Power> same{slots.count(), base::Power{kw_}};
    PowerPrediction coming;
    coming.expected = coming.p10 = coming.p50 = coming.p90 = same;
    return coming;
  }
  [[nodiscard]] std::vector<std::pair<std::string, double>> importance() const override {
    return {};
  }
  [[nodiscard]] std::string save() const override { return std::to_string(kw_); }
  [[nodiscard]] base::Result<void> load(const std::string& text) override {
    kw_ = std::stod(text);
    return {};
  }

 private:
  const Measured& load_;
  double added_;
  double kw_ = 0.0;
};

TEST(ModelCare, AChallengerTakesOverOnlyWhenItWasBetterOnAWeekUnseen) {
  // 1 kW for 30 days, then 2 kW.
  Measured load{at("2024-01-01T00:00:00Z"), 3600s, std::vector<double>(24 * 70, 1.0), {}};
  for (std::size_t i = 24 * 30; i < load.size(); ++i) load.values[i] = 2.0;
  for (std::size_t i = 0; i < load.size(); ++i) load.values[i] += 0.1 * testing::noise(i);
  const MakePredictor make = [&] { return std::make_unique<Constant>(load, 0.0); };
  ModelRegistry registry;
  const auto care = [&](const char* time) {
    return care_for_model(registry, make, load, base::Zone::utc(), at(time)).value();
  };
  const CareReport first = care("2024-01-15T00:00:00Z");
  EXPECT_EQ(first.promoted, 1);
  const CareReport second = care("2024-01-22T00:00:00Z");
  EXPECT_FALSE(second.promoted);
  EXPECT_EQ(second.trained, 2);
  EXPECT_FALSE(second.is_drifting);
  const CareReport third = care("2024-01-29T00:00:00Z");
  EXPECT_EQ(third.retired, 2) << "as good as the champion is not better";
  EXPECT_EQ(third.trained, 3);
  // The change was on the 31st: the champion drifts; model 3, older than that, is no better.
  const CareReport fourth = care("2024-02-07T00:00:00Z");
  EXPECT_TRUE(fourth.is_drifting);
  EXPECT_EQ(fourth.champion, 1);
  EXPECT_EQ(fourth.trained, 4);
  const CareReport fifth = care("2024-02-14T00:00:00Z");
  EXPECT_EQ(fifth.promoted, 4);
  EXPECT_LT(*fifth.candidate_pinball, 0.2 * *fifth.champion_pinball);
  EXPECT_EQ(care("2024-02-21T00:00:00Z").is_drifting, false);
  ASSERT_TRUE(registry.roll_back());
  EXPECT_EQ(registry.champion()->version, 1);
}

TEST(ModelCare, ACandidateInTheShadowIsLeftAlone) {
  const Measured load = testing::sample_load(60, 1800s, 0.3);
  const MakePredictor make = [&] { return std::make_unique<Constant>(load, 0.0); };
  ModelRegistry registry;
  ASSERT_TRUE(care_for_model(registry, make, load, base::Zone::utc(), at("2024-02-01T00:00:00Z")));
  ASSERT_TRUE(care_for_model(registry, make, load, base::Zone::utc(), at("2024-02-08T00:00:00Z")));
  const auto early =
      care_for_model(registry, make, load, base::Zone::utc(), at("2024-02-10T00:00:00Z"));
  EXPECT_FALSE(early.value().trained);
  EXPECT_FALSE(early.value().promoted);
  EXPECT_EQ(registry.candidate()->version, 2);
}

TEST(ModelCare, LooksAfterTheModelOfTheLoad) {
  const Measured load = testing::sample_load(80, 1800s, 0.3);
  const LoadPast past{load, {}, base::Zone::utc()};
  const MakePredictor make = [&] { return std::make_unique<LoadPredictor>(past); };
  ModelRegistry registry;
  const base::Time start = at("2024-02-26T00:00:00Z");
  for (int week = 0; week < 3; ++week) {
    const auto report =
        care_for_model(registry, make, load, base::Zone::utc(), start + week * 7 * 86400s);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_FALSE(report->is_drifting);
  }
  ASSERT_NE(registry.champion(), nullptr);
  EXPECT_GT(registry.champion()->metric("coverage_pct").value(), 50.0);
  EXPECT_EQ(registry.champion()->samples, 56U * 48U);
  // What is stored forecasts as it did.
  const auto again = ModelRegistry::load(registry.save()).value();
  LoadPredictor one{past};
  ASSERT_TRUE(one.load(again.champion()->model));
}

}  // namespace
}  // namespace ohmstead::forecast
