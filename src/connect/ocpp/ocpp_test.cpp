// Conversations with a charge point, message by message.
#include <gmock/gmock.h>

#include "ocpp/basic_login.hpp"
#include "ocpp/charge_point.hpp"

namespace ohmstead::connect {
namespace {

using base::Power;
using home::Verb;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

base::Time at(const std::string& text) { return base::parse_time(text).value(); }
base::Time now() { return at("2026-03-02T12:00:00Z"); }

home::ChargerCurrents three_phases() {
  home::ChargerCurrents currents;
  currents.phases = {3};
  return currents;
}

class OcppTest : public testing::Test {
 protected:
  // What we say to a call of theirs, without what we ask.
  std::string call(const std::string& action, const std::string& payload, base::Time when = now()) {
    const std::string id = "t" + std::to_string(++last_);
    point_.hear(call_text(id, action, payload), when);
    std::string answer;
    for (const std::string& text : point_.take_texts()) {
      if (text.find("\"" + id + "\"") == std::string::npos)
        asked_.push_back(text);
      else
        answer = text.substr(text.find("\"" + id + "\"") + id.size() + 3);
    }
    return answer;
  }
  // Answers what we ask, one by one, until nothing is open; gives back actions and payloads.
  std::vector<std::string> answer_all(
      const std::function<std::string(const std::string&)>& status) {
    std::vector<std::string> all;
    collect();
    while (!asked_.empty()) {
      const auto frame = parse_ocpp_frame(asked_.front());
      all.push_back(asked_.front().substr(asked_.front().find(frame->action) - 1));
      asked_.erase(asked_.begin());
      const std::string word = status(all.back());
      if (word.starts_with("["))
        point_.hear(R"([4,")" + frame->id + R"(","InternalError","",{}])", now());
      else if (!word.empty())
        point_.hear(result_text(frame->id, R"({"status":")" + word + "\"}"), now());
      collect();
    }
    return all;
  }
  std::vector<std::string> accept_all() {
    return answer_all([](const std::string&) { return "Accepted"; });
  }
  void collect() {
    for (std::string& text : point_.take_texts()) asked_.push_back(std::move(text));
  }
  void boot() {
    point_.open(now());
    call("BootNotification", R"({"chargePointVendor":"ACME","chargePointModel":"Wall"})");
    accept_all();
  }
  void status(const std::string& word) {
    EXPECT_EQ(call("StatusNotification",
                   R"({"connectorId":1,"errorCode":"NoError","status":")" + word + "\"}"),
              "{}]");
  }
  std::string begin(int meter_wh, const std::string& stamp = "2026-03-02T11:59:00Z") {
    return call("StartTransaction", R"({"connectorId":1,"idTag":"card","meterStart":)" +
                                        std::to_string(meter_wh) + R"(,"timestamp":")" + stamp +
                                        "\"}");
  }
  std::int64_t transaction() { return point_.outlets()[0].transaction.value_or(0); }
  std::optional<home::VehicleReading> reading(base::Time when = now()) {
    return point_.outlets()[0].reading(when);
  }
  bool command(Verb verb, double kw = 0.0) {
    return point_.command({"car", verb, Power{kw}}, now()).has_value();
  }
  const std::optional<home::Command>& set() { return point_.outlets()[0].set; }

  ChargePoint point_{"CP7", {{1, "car", "wallbox", base::Energy{50.0}, three_phases()}}};
  std::vector<std::string> asked_;
  int last_ = 0;
};

// Which of several cars it is: by the card that began; not by ours, until the plug is pulled.
TEST_F(OcppTest, TellsTheCardOfItsCar) {
  boot();
  status("Preparing");
  EXPECT_THAT(reading()->called, IsEmpty());
  begin(100);
  EXPECT_THAT(reading()->called, ElementsAre("card"));
  call("StartTransaction", R"({"connectorId":1,"idTag":"OHMSTEAD","meterStart":200,"timestamp":)"
                           R"("2026-03-02T11:59:30Z"})");
  EXPECT_THAT(reading()->called, ElementsAre("card"));
  status("Available");
  EXPECT_THAT(reading()->called, IsEmpty());
}

// Its line broke, and cars swapped meanwhile: it says so late, and then of whom it has now.
TEST_F(OcppTest, ALateCardIsOfTheCarThatStillCharges) {
  boot();
  status("Preparing");
  begin(100);
  ASSERT_THAT(reading()->called, ElementsAre("card"));
  const std::string late =
      R"({"connectorId":1,"idTag":"other","meterStart":300,"timestamp":"2026-03-02T11:00:00Z"})";
  point_.close();
  boot();
  call("StopTransaction", R"({"transactionId":)" + std::to_string(transaction()) +
                              R"(,"meterStop":250,"timestamp":"2026-03-02T10:50:00Z"})");
  const std::string begun = call("StartTransaction", late);
  status("Charging");
  const std::string id = begun.substr(begun.find(':') + 1, begun.find(',') - begun.find(':') - 1);
  const std::string values =
      R"({"connectorId":1,"transactionId":)" + id +
      R"(,"meterValue":[{"timestamp":"2026-03-02T12:00:00Z","sampledValue":[{"value":"7000","measurand":"Power.Active.Import","unit":"W"}]}]})";
  call("MeterValues", values);
  ASSERT_TRUE(reading());
  EXPECT_THAT(reading()->called, ElementsAre("other"));
}

TEST_F(OcppTest, IsIntroducedAfterItsFirstWords) {
  point_.open(now());
  EXPECT_EQ(call("BootNotification", R"({"chargePointVendor":"ACME","chargePointModel":"Wall"})"),
            R"({"status":"Accepted","currentTime":"2026-03-02T12:00:00Z","interval":60}])");
  EXPECT_EQ(point_.model(), "ACME Wall");
  // A measurand that it does not have: asked for without.
  const auto asked = answer_all([](const std::string& text) {
    return text.find("SoC") == std::string::npos ? "Accepted" : "Rejected";
  });
  ASSERT_EQ(asked.size(), 5U);
  EXPECT_THAT(asked[0], HasSubstr("MeterValueSampleInterval"));
  EXPECT_THAT(asked[1], HasSubstr(R"(Energy.Active.Import.Register,SoC")"));
  EXPECT_THAT(asked[2], HasSubstr(R"("requestedMessage":"StatusNotification","connectorId":1)"));
  EXPECT_THAT(asked[4], HasSubstr(R"(Energy.Active.Import.Register")"));
  EXPECT_EQ(call("Heartbeat", "{}"), R"({"currentTime":"2026-03-02T12:00:00Z"}])");
}

TEST_F(OcppTest, OneThatSaysNothingIsAskedAfterAWhile) {
  point_.open(now());
  point_.look(now());
  EXPECT_THAT(point_.take_texts(), IsEmpty());
  point_.look(now() + base::Seconds{11});
  EXPECT_EQ(point_.take_texts().size(), 1U);  // one question at a time
}

TEST_F(OcppTest, TellsPlugPowerCounterAndCharge) {
  boot();
  EXPECT_FALSE(reading());
  status("Available");
  EXPECT_FALSE(reading()->is_connected);
  status("Preparing");
  EXPECT_TRUE(reading()->is_connected);
  EXPECT_EQ(reading()->charger, "wallbox");
  EXPECT_THAT(begin(12000), StartsWith("{\"transactionId\":"));
  status("Charging");
  EXPECT_FALSE(reading());  // it does not say how much
  const auto values = [&](const std::string& samples, const std::string& stamp) {
    return call("MeterValues", R"({"connectorId":1,"transactionId":)" +
                                   std::to_string(transaction()) +
                                   R"(,"meterValue":[{"timestamp":")" + stamp +
                                   R"(","sampledValue":[)" + samples + "]}]}");
  };
  EXPECT_EQ(values(R"({"value":"3600.0","measurand":"Power.Active.Import","unit":"W"},)"
                   R"({"value":"12.5","unit":"kWh"},)"
                   R"({"value":"40","measurand":"SoC","unit":"Percent"})",
                   "2026-03-02T11:59:50Z"),
            "{}]");
  ASSERT_TRUE(reading());
  EXPECT_DOUBLE_EQ(reading()->power.value(), 3.6);
  EXPECT_DOUBLE_EQ(reading()->charged.value(), 12.5);
  EXPECT_DOUBLE_EQ(reading()->soc->value(), 20.0);
  // Phases add up; a late message says nothing of now; what no charger has does not count.
  values(R"({"value":"1.2","measurand":"Power.Active.Import","unit":"kW","phase":"L1"},)"
         R"({"value":"1.3","measurand":"Power.Active.Import","unit":"kW","phase":"L2-N"})",
         "2026-03-02T11:59:55Z");
  EXPECT_DOUBLE_EQ(reading()->power.value(), 2.5);
  values(R"({"value":"9000","measurand":"Power.Active.Import"},{"value":"11000"})",
         "2026-03-02T11:00:00Z");
  values(R"({"value":"1e9","measurand":"Power.Active.Import"},{"value":"-5"},{"value":"NaN"})",
         "2026-03-02T11:59:58Z");
  EXPECT_DOUBLE_EQ(reading()->power.value(), 2.5);
  EXPECT_DOUBLE_EQ(reading()->charged.value(), 12.5);
  values(R"({"value":"10","measurand":"Current.Import","unit":"A","phase":"L1"})",
         "2026-03-02T11:59:59Z");
  EXPECT_DOUBLE_EQ(reading()->power.value(), 2.3);
  // Silent for long: asked, and nothing is told in the meantime.
  EXPECT_FALSE(reading(now() + base::Seconds{600}));
  point_.look(now() + base::Seconds{600});
  EXPECT_THAT(point_.take_texts(), ElementsAre(HasSubstr("MeterValues")));
  status("SuspendedEV");
  EXPECT_EQ(reading(now() + base::Seconds{600})->power.value(), 0.0);
  status("Faulted");
  EXPECT_FALSE(reading());
}

TEST_F(OcppTest, ATransactionCanBeToldTwiceAndLate) {
  boot();
  status("Charging");
  const std::string first = begin(12000);
  EXPECT_EQ(begin(12000), first);
  const std::int64_t id = transaction();
  EXPECT_EQ(
      call("StopTransaction", R"({"transactionId":)" + std::to_string(id) +
                                  R"(,"meterStop":15000,"timestamp":"2026-03-02T11:59:30Z"})"),
      R"({"idTagInfo":{"status":"Accepted"}}])");
  EXPECT_EQ(transaction(), 0);
  // The answer to the first was lost: its repetition begins nothing anew.
  EXPECT_EQ(begin(12000), first);
  EXPECT_EQ(transaction(), 0);
  // One of an hour ago, with a number that nobody gave.
  EXPECT_EQ(call("StopTransaction",
                 R"({"transactionId":-1,"meterStop":900,"timestamp":"2026-03-02T11:00:00Z"})"),
            R"({"idTagInfo":{"status":"Accepted"}}])");
  // One that was begun offline is not the present one, unless its values tell that it goes on.
  begin(500, "2026-03-02T10:00:00Z");
  EXPECT_EQ(transaction(), 0);
  call("MeterValues", R"({"connectorId":1,"transactionId":99,"meterValue":[{"timestamp":)"
                      R"("2026-03-02T11:00:00Z","sampledValue":[{"value":"1"}]}]})");
  EXPECT_EQ(transaction(), 0);
  call("MeterValues", R"({"connectorId":1,"transactionId":99,"meterValue":[{"timestamp":)"
                      R"("2026-03-02T11:59:59Z","sampledValue":[{"value":"15000"}]}]})");
  EXPECT_EQ(transaction(), 99);
  status("SuspendedEV");
  EXPECT_DOUBLE_EQ(reading()->charged.value(), 15.0);
  EXPECT_NE(begin(15000, "2026-03-02T11:59:59Z"), first);
}

TEST_F(OcppTest, IsToldACurrentAndLetGo) {
  boot();
  status("Preparing");
  ASSERT_TRUE(command(Verb::on, 8.0));
  auto asked = accept_all();
  ASSERT_EQ(asked.size(), 2U);
  // 8 kW on three phases: 11.59 A, in steps of 1 A.
  EXPECT_EQ(asked[0],
            R"("SetChargingProfile",{"connectorId":1,"csChargingProfiles":{"chargingProfileId":11,)"
            R"("stackLevel":0,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":)"
            R"("Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":)"
            R"([{"startPeriod":0,"limit":11.0}]}}}])");
  EXPECT_EQ(asked[1], R"("RemoteStartTransaction",{"connectorId":1,"idTag":"OHMSTEAD"}])");
  EXPECT_EQ(set()->verb, Verb::on);
  begin(0);
  status("Charging");
  asked = accept_all();  // again, for the transaction itself
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_THAT(asked[1], HasSubstr(R"("transactionId":)" + std::to_string(transaction()) +
                                  R"(,"stackLevel":0,"chargingProfilePurpose":"TxProfile")"));
  ASSERT_TRUE(command(Verb::off));
  asked = accept_all();
  EXPECT_THAT(asked, ElementsAre(HasSubstr(R"("limit":0.0)"), HasSubstr(R"("limit":0.0)")));
  EXPECT_EQ(set()->verb, Verb::off);
  ASSERT_TRUE(command(Verb::automatic));
  asked = answer_all([](const std::string&) { return "Unknown"; });
  EXPECT_THAT(asked, ElementsAre(R"("ClearChargingProfile",{"id":11}])",
                                 R"("ClearChargingProfile",{"id":12}])"));
  EXPECT_EQ(set()->verb, Verb::automatic);
}

TEST_F(OcppTest, OneThatKnowsNoLimitOfZeroIsStopped) {
  boot();
  status("Charging");
  begin(0);
  accept_all();
  ASSERT_TRUE(command(Verb::off));
  auto asked = answer_all([](const std::string& text) {
    return text.find("Profile") == std::string::npos ? "Accepted" : "Rejected";
  });
  EXPECT_THAT(asked.back(), HasSubstr("RemoteStopTransaction"));
  EXPECT_EQ(set()->verb, Verb::off);
  call("StopTransaction", R"({"transactionId":)" + std::to_string(transaction()) +
                              R"(,"meterStop":1,"timestamp":"2026-03-02T12:00:00Z"})");
  status("Finishing");
  ASSERT_TRUE(command(Verb::automatic));
  asked = accept_all();
  EXPECT_THAT(asked.back(), HasSubstr("RemoteStartTransaction"));
}

TEST_F(OcppTest, WhatIsNotTakenIsTold) {
  boot();
  status("Charging");
  begin(0);
  accept_all();
  ASSERT_TRUE(command(Verb::on, 11.0));
  answer_all([](const std::string&) { return "[error"; });
  EXPECT_FALSE(set());
  EXPECT_EQ(point_.outlets()[0].trouble, "it does not take a charging profile: InternalError");
  // Silence is a refusal too, and the next question follows.
  ASSERT_TRUE(command(Verb::on, 5.0));
  EXPECT_EQ(point_.take_texts().size(), 1U);
  point_.look(now() + base::Seconds{31});
  EXPECT_EQ(point_.take_texts().size(), 1U);
  point_.look(now() + base::Seconds{62});
  EXPECT_EQ(point_.outlets()[0].trouble, "it does not take a charging profile: no answer");
}

TEST_F(OcppTest, IsToldAgainAfterARestartAndAfterALostLine) {
  boot();
  status("Charging");
  ASSERT_TRUE(command(Verb::on, 11.0));
  accept_all();
  ASSERT_TRUE(set());
  call("BootNotification", R"({"chargePointVendor":"ACME","chargePointModel":"Wall"})");
  EXPECT_FALSE(set());
  EXPECT_THAT(accept_all(), testing::Contains(HasSubstr("SetChargingProfile")));
  EXPECT_TRUE(set());
  point_.close();
  EXPECT_FALSE(reading());
  EXPECT_FALSE(command(Verb::off));
  point_.open(now());
  status("Charging");
  EXPECT_THAT(accept_all(), testing::Not(testing::Contains(HasSubstr("SetChargingProfile"))));
  EXPECT_TRUE(set());
}

TEST_F(OcppTest, MessagesThatAreNoneGetTheAnswerOfTheStandard) {
  boot();
  EXPECT_THAT(call("BootNotification", "{}"),
              StartsWith("\"OccurenceConstraintViolation\",\"chargePointVendor is missing\""));
  EXPECT_THAT(call("StatusNotification", R"({"connectorId":"1","errorCode":"x","status":"x"})"),
              StartsWith("\"TypeConstraintViolation\",\"connectorId is no whole number\""));
  EXPECT_THAT(call("Authorize", R"({"idTag":"123456789012345678901"})"),
              StartsWith("\"PropertyConstraintViolation\""));
  EXPECT_THAT(call("MeterValues", R"({"connectorId":1,"meterValue":{}})"),
              StartsWith("\"TypeConstraintViolation\""));
  EXPECT_THAT(call("Explode", "{}"), StartsWith("\"NotImplemented\""));
  EXPECT_EQ(call("DataTransfer", R"({"vendorId":"ACME"})"), R"({"status":"UnknownVendorId"}])");
  for (const char* text : {"", "nonsense", "[]", "{}", "[2]", R"([2,"",  "a",{}])", "[5,\"x\",{}]",
                           R"([3,"never asked",{}])", R"([4,"never asked","x","y",{}])"}) {
    point_.hear(text, now());
    EXPECT_THAT(point_.take_texts(), IsEmpty()) << text;
  }
  point_.hear(R"([2,"x1","Heartbeat"])", now());
  EXPECT_THAT(point_.take_texts(), ElementsAre(StartsWith(R"([4,"x1","FormationViolation")")));
}

TEST(OcppLimit, IsAStepThatDoesNotDrawMore) {
  home::ChargerCurrents currents;
  EXPECT_EQ(limit_of(currents, Power{1.37}).current_a, 0.0);  // 5.96 A
  EXPECT_EQ(limit_of(currents, Power{1.38}).current_a, 6.0);
  EXPECT_EQ(limit_of(currents, Power{3.0}).current_a, 13.0);
  EXPECT_EQ(limit_of(currents, Power{99.0}).current_a, 16.0);
  EXPECT_FALSE(limit_of(currents, Power{3.0}).phases);
  currents.step_a = 0.5;
  EXPECT_EQ(limit_of(currents, Power{3.1}).current_a, 13.0);
  EXPECT_EQ(limit_of(currents, Power{3.11}).current_a, 13.5);
  currents.phases = {1, 3};
  EXPECT_EQ(limit_of(currents, Power{3.0}).phases, 1);
  EXPECT_EQ(limit_of(currents, Power{4.2}).phases, 3);
  EXPECT_EQ(limit_of(currents, Power{4.2}).current_a, 6.0);
  // Between the most on one phase and the least on three: one phase carries 3.68 kW, three 4.14.
  EXPECT_EQ(limit_of(currents, Power{3.9}).current_a, 16.0);
  EXPECT_EQ(limit_of(currents, Power{3.9}).phases, 1);
  EXPECT_DOUBLE_EQ(most_power(currents).value(), 11.04);
  EXPECT_DOUBLE_EQ(least_power(currents).value(), 1.38);
}

TEST(OcppLimit, FollowsFromAChargersPowers) {
  home::Charger charger;
  charger.max = Power{11.0};
  EXPECT_EQ(currents_of(charger).phases, std::vector<std::int64_t>{3});
  EXPECT_EQ(currents_of(charger).max_a, 15.0);
  charger.max = Power{3.7};
  EXPECT_EQ(currents_of(charger).phases, std::vector<std::int64_t>{1});
  EXPECT_EQ(currents_of(charger).max_a, 16.0);
  charger.min = Power{2.0};
  EXPECT_EQ(currents_of(charger).min_a, 9.0);
}

TEST(OcppLogin, ReadsBasic) {
  EXPECT_EQ(read_basic_login("Basic Q1A3Omh1c2g=")->user, "CP7");
  EXPECT_EQ(read_basic_login("Basic Q1A3Omh1c2g=")->password, "hush");
  EXPECT_FALSE(read_basic_login("Basic Q1A3"));  // no colon
  EXPECT_FALSE(read_basic_login("Basic ###"));
  EXPECT_FALSE(read_basic_login("Bearer x"));
}

}  // namespace
}  // namespace ohmstead::connect
