// What Home Assistant says on its WebSocket, the addresses and texts that become its services, and
// what evcc says of its home.
#include "evcc/devices.hpp"
#include "home_assistant/entities.hpp"
#include "home_assistant/messages.hpp"
#include "ohmstead/describe/node.hpp"
#include "targets.hpp"

namespace ohmstead::fuzz {
namespace {

void read_messages(const std::string& text) {
  const auto messages = connect::read_hub_messages(text);
  if (!messages) return base::expect(!messages.error().message.empty(), "a refusal says why");
  connect::Entities entities;
  const connect::EntityPoint state{"sensor.a", {}};
  entities.want(state);
  entities.want({"sensor.a", "x"});
  for (const connect::HubMessage& message : *messages) {
    base::expect(message.error.size() < 300, "the words of others are cut");
    (void)entities.take(message.event);
  }
  (void)entities.text_of(state);
  (void)entities.unit_of(state);
  base::expect(entities.wanted().size() == 1, "only what is wanted is kept");
}

// The first line is the address, the rest the text.
void call_service(const std::string& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const auto call = connect::service_call_for(text.substr(0, end), text.substr(end));
  if (!call) return base::expect(!call.error().message.empty(), "a refusal says why");
  const std::string message = connect::call_message(7, *call);
  const auto tree = describe::parse_json(message, "x");
  const bool is_text = [&] {  // JSON of texts that are none is none either
    for (const char c : text) {
      if (static_cast<unsigned char>(c) >= 0x80) return false;
    }
    return true;
  }();
  base::expect(!is_text || tree.has_value(), "a call is JSON");
}

void read_evcc(const std::string& text) {
  const auto state = connect::read_evcc_state(text);
  if (!state) return base::expect(!state.error().message.empty(), "a refusal says why");
  base::expect(!state->battery_soc_pct || *state->battery_soc_pct <= 100.0, "a share is one");
  for (const connect::EvccLoadpoint& loadpoint : state->loadpoints) {
    base::expect(loadpoint.phases >= 0 && loadpoint.phases <= 3, "phases are few");
    base::expect(connect::find_loadpoint(*state, std::to_string(loadpoint.number)) == &loadpoint,
                 "a number is one");
  }
}

}  // namespace

std::vector<Target> hub_targets() {
  return {
      {"home_assistant_messages",
       read_messages,
       {R"({"id":1,"type":"event","event":{"a":{"sensor.a":{"s":"1","a":{"x":[1,{"y":null}],)"
        R"("unit_of_measurement":"kW"},"c":"01","lc":1793000000.5}}}})",
        R"([{"type":"auth_ok"},{"id":1,"type":"event","event":{"c":{"sensor.a":{"+":{"s":"2"},)"
        R"("-":{"a":["x"]}}},"r":["sensor.a"]}}])",
        R"({"id":2,"type":"result","success":false,"error":{"code":"x","message":"no"}})"}},
      {"home_assistant_service",
       call_service,
       {"select.mode\nForce Charge", "number.power\n2.5", "switch.x\non",
        "climate.hall#temperature\n21",
        "service:fox.force_charge?entity_id=number.x&device=ab&kw={}\n3"}},
      {"evcc_state",
       read_evcc,
       {R"({"grid":{"power":-15},"pvPower":60,"homePower":7,"batteryPower":-10,"batterySoc":31,)"
        R"("battery":[{"controllable":true}],"batteryModeExternal":"hold","loadpoints":[{"title":)"
        R"("A","mode":"pv","connected":true,"chargePower":2,"vehicleSoc":48,"phasesActive":1,)"
        R"("maxCurrent":16,"smartCostLimit":0.1}]})"}}};
}

}  // namespace ohmstead::fuzz
