#include "ohmstead/home/site.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "ohmstead/base/file.hpp"

namespace ohmstead::home {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

// Five lines: a faulty line at the end is line 6.
constexpr const char* k_least =
    "name: home\n"
    "timezone: Europe/Paris\n"
    "tariff:\n"
    "  import:\n"
    "    fixed_per_kwh: 0.3\n";

std::string error_of(const std::string& text) {
  const auto site = read_site(text, "site.yaml");
  return site ? "" : site.error().message;
}

TEST(ReadSite, TheLeastFileHasDefaults) {
  const Site site = read_site(k_least, "site.yaml").value();
  EXPECT_EQ(site.name, "home");
  EXPECT_EQ(site.currency, "EUR");
  EXPECT_EQ(site.tariff.import.fixed, EnergyPrice{0.3});
  EXPECT_EQ(site.tariff.import.spot_factor, 1.0);
  EXPECT_EQ(site.tariff.import.vat_pct, 0.0);
  EXPECT_FALSE(site.tariff.export_.fixed);
  EXPECT_EQ(site.tariff.export_.spot_factor, 0.0);
  EXPECT_FALSE(site.grid.import_limit);
  EXPECT_TRUE(site.batteries.empty());
  EXPECT_FALSE(site.pv);
  EXPECT_FALSE(site.sources.prices);
  EXPECT_EQ(site.planning.step_min, 15);
  EXPECT_EQ(site.planning.horizon_h, 48.0);
  EXPECT_EQ(site.planning.keep_last_plan, Money{0.01});
  EXPECT_FALSE(site.secrets_file);
}

TEST(ReadSite, DevicesHaveDefaults) {
  const Site site = read_site(std::string{k_least} +
                                  "inverters: [{ac_limit_kw: 5}]\n"
                                  "batteries: [{capacity_kwh: 10, charge_kw: 3}]\npv: {}\n"
                                  "sources: {prices: {file: a.csv, column: spot_per_mwh}}\n",
                              "site.yaml")
                        .value();
  EXPECT_EQ(site.inverters[0].id, "inverter");
  EXPECT_EQ(site.inverters[0].efficiency_pct, 97.0);
  EXPECT_EQ(site.batteries[0].id, "battery");
  EXPECT_EQ(site.batteries[0].roundtrip_efficiency_pct, 95.0);
  EXPECT_EQ(site.batteries[0].min_soc_pct, 5.0);
  EXPECT_EQ(site.batteries[0].max_soc_pct, 100.0);
  EXPECT_FALSE(site.batteries[0].discharge);
  ASSERT_TRUE(site.pv);
  EXPECT_TRUE(site.pv->is_curtailable);
  EXPECT_EQ(site.sources.prices->published_at_h, 13.0);
}

TEST(ReadSite, FeeWindowsAreReadInOrder) {
  const Site site =
      read_site(std::string{k_least} +
                    "    network_fees:\n"
                    "      - {from_h: 22, to_h: 6, fee_per_kwh: 0.02}\n"
                    "      - {from_h: 17, to_h: 20.5, days: workdays, from_month: 11,\n"
                    "         to_month: 3, fee_per_kwh: 0.2}\n",
                "site.yaml")
          .value();
  ASSERT_EQ(site.tariff.import.network_fees.size(), 2u);
  EXPECT_EQ(site.tariff.import.network_fees[0].days, DayKind::all);
  EXPECT_EQ(site.tariff.import.network_fees[0].to_month, 12);
  EXPECT_EQ(site.tariff.import.network_fees[1].days, DayKind::workdays);
  EXPECT_EQ(site.tariff.import.network_fees[1].to_h, 20.5);
  EXPECT_EQ(site.tariff.import.network_fees[1].fee, EnergyPrice{0.2});
}

TEST(ReadSite, SaysWhatDoesNotFitTogether) {
  struct Row {
    const char* lines;
    const char* problem;
  };
  for (const Row& row :
       {Row{"currency: eur\n", "6:11: currency: 'eur' is not three capital letters like EUR"},
        {"planning: {step_min: 7}\n", "6:22: planning.step_min: 7 does not divide an hour"},
        {"planning: {step_min: 0}\n", "6:22: planning.step_min: 0 must be between 1 and 60"},
        {"pv: {inverter: roof}\n", "6:16: pv.inverter: there is no inverter 'roof'"},
        {"batteries: [{capacity_kwh: 9, charge_kw: 3, inverter: x}]\n",
         "6:55: batteries[0].inverter: there is no inverter 'x'"},
        {"batteries: [{capacity_kwh: 9, charge_kw: 3, min_soc_pct: 60, max_soc_pct: 50}]\n",
         "6:58: batteries[0].min_soc_pct: 60 is above max_soc_pct 50"},
        {"batteries: [{capacity_kwh: 9, charge_kw: 3}, {capacity_kwh: 9, charge_kw: 3}]\n",
         "6:46: batteries[1].id: 'battery' is the name of another one too"},
        {"batteries: [{capacity_kwh: 9, charge_kw: 3, wear_per_kwh: [{below_soc_kwh: 3, "
         "wear_per_kwh: 0.1}, {below_soc_kwh: 2, wear_per_kwh: 0}]}]\n",
         "6:115: batteries[0].wear_per_kwh[1].below_soc_kwh: must be above 0 and rise from step to "
         "step"},
        {"batteries: [{capacity_kwh: 9, charge_kw: 3, power_by_soc: [{soc_kwh: 3, charge_kw: 2}, "
         "{soc_kwh: 8, charge_kw: 1}]}]\n",
         "6:112: batteries[0].power_by_soc[1].charge_kw: a limit that falls to here must reach the "
         "full battery"},
        {"batteries: [{capacity_kwh: 9, charge_kw: 3, charge_efficiency: [{kw: 1, efficiency: "
         "0.9}, "
         "{kw: 2, efficiency: 0.4}]}]\n",
         "6:111: batteries[0].charge_efficiency[1].efficiency: stores 0.8 kW at 2 kW, no more than "
         "the point before"},
        {"inverters:\n  - {id: a, ac_limit_kw: 5}\n  - {id: a, ac_limit_kw: 5}\n",
         "8:10: inverters[1].id: 'a' is the name of another one too"},
        {"sources: {load: {file: a.csv, column: load}}\n",
         "6:39: sources.load.column: 'load' must end with its unit: _w, _kw, _wh, _kwh"},
        {"sources: {prices: {file: a.csv, column: spot_w}}\n",
         "6:41: sources.prices.column: 'spot_w' must end with its unit: _per_mwh, _per_kwh"},
        {"sources: {pv_forecast: {file: a.csv}}\n",
         "6:24: sources.pv_forecast.column: missing (its name ends with its unit: _w, _kw, _wh or "
         "_kwh)"}}) {
    EXPECT_EQ(error_of(std::string{k_least} + row.lines), std::string{"site.yaml:"} + row.problem);
  }
}

TEST(ReadSite, SpotTariffsNeedPrices) {
  const std::string spot = "name: home\ntimezone: Europe/Paris\ntariff:\n  import: {}\n";
  EXPECT_EQ(error_of(spot),
            "site.yaml:4:3: tariff: uses the spot price, so sources.prices is needed (or give "
            "fixed_per_kwh)");
  EXPECT_EQ(error_of(spot + "sources: {prices: {file: a.csv, column: spot_per_kwh}}\n"), "");
  EXPECT_THAT(error_of(std::string{k_least} + "  export: {spot_factor: 1}\n"),
              HasSubstr("tariff: uses the spot price"));
  EXPECT_EQ(error_of(std::string{k_least} + "  export: {spot_factor: 1, fixed_per_kwh: 0.1}\n"),
            "");
}

TEST(ReadSite, NamesAllProblemsAtOnce) {
  EXPECT_EQ(
      error_of("nam: home\n"
               "timezone: Europe/Atlantis\n"
               "tariff:\n"
               "  import:\n"
               "    fixed_per_kwh: 0,3\n"),
      "site.yaml:1:1: name: missing (name of the home)\n"
      "site.yaml:1:1: nam: unknown key; did you mean name?\n"
      "site.yaml:2:11: timezone: 'Europe/Atlantis' is not a time zone of this system (for "
      "example Europe/Paris)\n"
      "site.yaml:5:20: tariff.import.fixed_per_kwh: '0,3' is not a number; did you mean 0.3?");
}

TEST(ReadSite, TiersRiseAndTheLastHasNoEnd) {
  const std::string home =
      "name: home\ntimezone: Europe/Paris\ntariff:\n  import:\n"
      "    fixed_per_kwh: 0.3\n    tiers: ";
  const auto tiers_of = [&](const std::string& tiers) { return error_of(home + tiers + "\n"); };
  EXPECT_THAT(tiers_of("[{up_to_kwh: 100, fee_per_kwh: 0.1}]"),
              HasSubstr("tariff.import.tiers[0].up_to_kwh: the last tier has no end"));
  EXPECT_THAT(tiers_of("[{fee_per_kwh: 0.1}, {fee_per_kwh: 0.2}]"),
              HasSubstr("tariff.import.tiers[0].up_to_kwh: is missing: another tier follows"));
  EXPECT_THAT(tiers_of("[{up_to_kwh: 0, fee_per_kwh: 0.1}, {fee_per_kwh: 0.2}]"),
              HasSubstr("tariff.import.tiers[0].up_to_kwh: must be above 0"));
  EXPECT_THAT(tiers_of("[{up_to_kwh: 90, fee_per_kwh: 0.1}, {up_to_kwh: 90, fee_per_kwh: 0.2}, "
                       "{fee_per_kwh: 0.3}]"),
              HasSubstr("tiers[1].up_to_kwh: must be above that of the tier before"));
  const Site site = read_site(home +
                                  "[{up_to_kwh: 100, fee_per_kwh: 0.1}, {fee_per_kwh: 0.05}]\n"
                                  "    tiers_per: year\n",
                              "site.yaml")
                        .value();
  ASSERT_EQ(site.tariff.import.tiers.size(), 2U);
  EXPECT_EQ(site.tariff.import.tiers[0].up_to, base::Energy{100.0});
  EXPECT_EQ(site.tariff.import.tiers_per, TierPeriod::year);
}

TEST(ReadSite, WantsAMap) {
  EXPECT_EQ(error_of("home\n"), "site.yaml:1:1: expected a map, found 'home'");
}

TEST(SiteSchema, CoversEveryPart) {
  const std::string schema = site_schema();
  for (const char* key : {"capacity_kwh", "network_fees", "published_at_h", "secrets_file"}) {
    EXPECT_THAT(schema, HasSubstr("\"" + std::string{key} + "\": {"));
    EXPECT_THAT(site_reference(), HasSubstr("| `" + std::string{key} + "` |"));
  }
}

class Secrets : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "ohmstead_secrets_XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    path_ = fs::path{pattern} / "secrets.yaml";
  }
  void TearDown() override { fs::remove_all(path_.parent_path()); }

  void write(const std::string& text, int mode) const {
    ASSERT_TRUE(base::write_file(path_, text));
    fs::permissions(path_, static_cast<fs::perms>(mode));
  }

  fs::path path_;
};

TEST_F(Secrets, OfTheOwnerAloneAreRead) {
  write("meter: abc\nprices: '123'\n", 0600);
  const auto secrets = read_secrets(path_).value();
  ASSERT_EQ(secrets.size(), 2u);
  EXPECT_EQ(secrets[0].name, "meter");
  EXPECT_EQ(secrets[0].value, "abc");
  EXPECT_EQ(secrets[1].value, "123");
}

TEST_F(Secrets, ThatOthersMayReadAreRefused) {
  for (const int mode : {0644, 0640, 0604, 0620}) {
    write("meter: abc\n", mode);
    const auto secrets = read_secrets(path_);
    ASSERT_FALSE(secrets) << mode;
    EXPECT_EQ(secrets.error().kind, base::ErrorKind::refused);
    EXPECT_EQ(secrets.error().message,
              path_.string() + ": others may read this file; run: chmod 600 " + path_.string());
  }
}

TEST_F(Secrets, MustBeAMapOfTexts) {
  EXPECT_EQ(read_secrets(path_).error().kind, base::ErrorKind::not_found);
  write("- abc\n", 0600);
  EXPECT_THAT(read_secrets(path_).error().message, HasSubstr("expected a map of names to texts"));
  write("meter: [1]\n", 0600);
  EXPECT_EQ(read_secrets(path_).error().message, path_.string() + ":1:8: meter: expected a text");
}

}  // namespace
}  // namespace ohmstead::home
