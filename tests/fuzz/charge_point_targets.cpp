// What charge points say.
#include "ocpp/basic_login.hpp"
#include "ocpp/charge_point.hpp"
#include "targets.hpp"

namespace ohmstead::fuzz {
namespace {

using connect::ChargePoint;

constexpr const char* k_boot =
    R"([2,"1","BootNotification",{"chargePointVendor":"ACME","chargePointModel":"Wall"}])";
constexpr const char* k_charging =
    R"([2,"2","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Charging"}])";

// Lines apart by a new line, after a beginning that goes well.
void hear(const std::string& bytes) {
  ChargePoint point{"CP7", {{1, "car", "wallbox", base::Energy{50.0}, {}}}};
  base::Time now{std::chrono::hours{24 * 365 * 56}};
  point.open(now);
  point.hear(k_boot, now);
  point.hear(k_charging, now);
  (void)point.command({"car", home::Verb::on, base::Power{3.0}}, now);
  for (std::size_t begin = 0; begin <= bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    point.hear(bytes.substr(begin, end - begin), now);
    point.look(now);
    begin = end + 1;
    now += base::Seconds{7};
  }
  for (const std::string& text : point.take_texts())
    base::expect(connect::parse_ocpp_frame(text).has_value(), "what we say is a message");
  const auto reading = point.outlets()[0].reading(now);
  if (!reading) return;
  base::expect(reading->power >= base::Power{} && reading->power <= base::Power{1000.0},
               "a power is one that a charger can have");
  base::expect(
      !reading->soc || (*reading->soc >= base::Energy{} && *reading->soc <= base::Energy{50.0}),
      "a charge fits into the car");
}

void read_login(const std::string& text) { (void)connect::read_basic_login(text); }

}  // namespace

std::vector<Target> charge_point_targets() {
  return {
      {"ocpp",
       hear,
       {R"([2,"3","StartTransaction",{"connectorId":1,"idTag":"x","meterStart":1,"timestamp":)"
        R"("2025-12-18T00:00:00Z"}])",
        R"([2,"4","MeterValues",{"connectorId":1,"transactionId":5,"meterValue":[{"timestamp":)"
        R"("2025-12-18T00:00:00Z","sampledValue":[{"value":"3600","measurand":"Power.Active.Import",)"
        R"("unit":"W","phase":"L1"},{"value":"1.5","unit":"kWh"},{"value":"40","measurand":"SoC"}]}]}])",
        R"([2,"5","StopTransaction",{"transactionId":5,"meterStop":9,"timestamp":"x",)"
        R"("transactionData":[{"sampledValue":[{"value":"1"}]}]}])",
        "[3,\"o1\",{\"status\":\"Accepted\"}]\n[3,\"o2\",{\"status\":\"Rejected\"}]\n"
        "[4,\"o3\",\"InternalError\",\"\",{}]",
        R"([2,"6","DataTransfer",{"vendorId":"x"}])"},
       5000},
      {"basic_login", read_login, {"Basic Q1A3Omh1c2g=", "Basic ===="}}};
}

}  // namespace ohmstead::fuzz
