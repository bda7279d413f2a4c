// What comes by a broker: addresses of topics and brokers, and what a Growatt gateway says; and
// what a Miniserver says without one.
#include "growatt/messages.hpp"
#include "growatt/settings.hpp"
#include "loxone/packet.hpp"
#include "mqtt/topic_address.hpp"
#include "ohmstead/net/mqtt_client.hpp"
#include "ohmstead/net/udp_line.hpp"
#include "targets.hpp"

namespace ohmstead::fuzz {
namespace {

void read_address(const std::string& text) {
  for (const bool is_written : {false, true}) {
    const auto address = connect::read_topic_address(text, is_written);
    if (!address)
      base::expect(!address.error().message.empty(), "a refusal says why");
    else
      base::expect(net::is_topic(address->topic) && net::is_topic_filter(address->topic),
                   "a topic is one");
  }
  const auto options = net::read_mqtt_url(text);
  if (options) base::expect(!options->host.empty() && options->port != 0, "a broker has a place");
}

// Whatever an inverter is set to, each verb is reached in a few steps.
void read_growatt(const std::string& text) {
  const auto told = connect::read_telemetry(text);
  if (told && told->soc_pct)
    base::expect(*told->soc_pct >= 0.0 && *told->soc_pct <= 100.0, "a charge is a share");
  const auto answer = connect::read_growatt_answer(text);
  connect::GrowattSettings settings;
  if (!answer || !connect::read_battery_first(answer->all, settings) ||
      !connect::read_grid_first(answer->all, settings))
    return;
  home::SiteBattery battery;
  battery.capacity = base::Energy{10.0};
  battery.charge = base::Power{5.0};
  for (const home::Verb verb :
       {home::Verb::self_use, home::Verb::hold, home::Verb::charge, home::Verb::export_}) {
    const auto aim = connect::growatt_aim({"battery", verb, base::Power{2.0}, {}}, battery, 50.0);
    int steps = 0;
    for (auto step = connect::next_growatt_step(settings, *aim); step;
         step = connect::next_growatt_step(settings, *aim)) {
      settings = step->after;
      base::expect(++steps <= 12, "a verb is reached");
    }
    const auto set = connect::told_by(settings, battery, 50.0, aim->stop_soc_pct, 0);
    base::expect(set && set->verb == verb, "a verb is told back");
  }
}

void read_loxone(const std::string& text) {
  static const base::Zone k_zone = base::Zone::load("Europe/Prague").value();
  const auto packet = connect::parse_loxone_packet(text, k_zone, base::Time{});
  if (packet)
    base::expect(!packet->name.empty() && !packet->value.empty(), "a packet says what");
  else
    base::expect(!packet.error().message.empty(), "a refusal says why");
  if (const auto address = connect::read_loxone_address(text))
    base::expect(!address->name.empty(), "an address has a name");
  if (connect::fault_of_loxone_name(text).empty())
    base::expect(text.find_first_of("=; \n") == std::string::npos, "a name is one");
  if (const auto place = net::parse_udp_place(text))
    base::expect(!place->address.empty() && place->port != 0, "a peer has a place");
}

}  // namespace

std::vector<Target> broker_targets() {
  return {{"broker_address",
           read_address,
           {"heater/set?retain=1&qos=0", "mqtts://broker.lan:8883?ca_file=/etc/ca.pem"}},
          {"loxone",
           read_loxone,
           {"2024-05-20 14:05:00;Temperature;21.40;bath;heating;a;b",
            "temperature?room=bath&type=heating", "udp://192.168.1.77:4000", "bath_mode"}},
          {"growatt",
           read_growatt,
           {R"({"SOC":55,"ACPowerToUser":300,"PV1InputPower":1000,"ChargePower":0})",
            R"({"correlationId":"a-1","success":true,"message":"","powerRate":40,"stopSOC":95,)"
            R"("acChargeEnabled":true,"timeSlots":[{"slot":1,"start":"01:30","stop":"05:09",)"
            R"("enabled":true},{"slot":3,"start":"00:00","stop":"23:59","enabled":false}]})"}}};
}

}  // namespace ohmstead::fuzz
