#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "home_assistant/announcement.hpp"

namespace ohmstead::connect {
namespace {

constexpr const char* k_unknown = "None";  // Home Assistant's word for it

std::string number_text(double number, int decimals) {
  std::string text = fmt::format("{:.{}f}", number, decimals);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

net::MqttOptions with_will(const DiscoveryOptions& options) {
  net::MqttOptions broker = options.broker;
  broker.last_will = net::MqttMessage{availability_topic(options), "offline", 1, true};
  return broker;
}

}  // namespace

struct HomeAssistantDiscovery::Core {
  Core(DiscoveryOptions all, std::vector<Entity> some, OnOrder order)
      : options{std::move(all)},
        entities{std::move(some)},
        on_order{std::move(order)},
        client{with_will(options), [this](const net::MqttMessage& message) { hear(message); },
               [this] { announce(); }} {
    for (const Entity& entity : entities) {
      ours.insert(announcement_topic(options, entity));
      const std::string orders = order_topic(options, entity);
      if (orders.empty()) continue;
      orders_of[orders] = &entity;
      client.subscribe(orders, 1);
    }
    client.subscribe(birth_topic(), 1);
    client.subscribe(fmt::format("{}/+/{}/+/config", options.prefix, options.node), 1);
  }

  [[nodiscard]] std::string birth_topic() const { return options.prefix + "/status"; }

  // What cannot be sent now is announced at the next connection.
  void send(const std::string& topic, const std::string& text) {
    (void)client.publish({topic, text, 1, true});
  }

  void announce() {
    const std::scoped_lock lock{mutex};
    is_announced = true;
    for (const Entity& entity : entities)
      send(announcement_topic(options, entity), announcement_text(options, entity));
    send(availability_topic(options), "online");
    for (const Entity& entity : entities) {
      const auto state = states.find(entity.id);
      if (state != states.end()) send(state_topic(options, entity), state->second);
    }
  }

  void hear(const net::MqttMessage& message) {
    if (message.topic == birth_topic()) {
      // Home Assistant has just started.
      if (!message.is_retained && message.payload == "online") announce();
      return;
    }
    const auto order = orders_of.find(message.topic);
    if (order == orders_of.end()) return take_back(message);
    if (message.is_retained || !on_order) return;
    if (const auto read = read_order(*order->second, message.payload)) on_order(*read);
  }

  // What an earlier run announced and is no more.
  void take_back(const net::MqttMessage& message) {
    if (message.is_retained && !message.payload.empty() && !ours.contains(message.topic))
      send(message.topic, "");
  }

  [[nodiscard]] const Entity& entity(const std::string& id) const {
    const auto found = std::find_if(entities.begin(), entities.end(),
                                    [&](const Entity& each) { return each.id == id; });
    base::expect(found != entities.end(), "no such entity");
    return *found;
  }

  void tell(const std::string& id, const std::string& text) {
    const std::string topic = state_topic(options, entity(id));
    const std::scoped_lock lock{mutex};
    const auto [state, is_new] = states.try_emplace(id, text);
    if (!is_new && state->second == text) return;
    state->second = text;
    if (is_announced) send(topic, text);
  }

  const DiscoveryOptions options;
  const std::vector<Entity> entities;
  const OnOrder on_order;
  std::set<std::string> ours;                      // topics of announcements
  std::map<std::string, const Entity*> orders_of;  // by topic
  std::mutex mutex;
  bool is_announced = false;  // at the first connection
  std::map<std::string, std::string> states;
  net::MqttClient client;  // the last one: it calls hear() until it is gone
};

HomeAssistantDiscovery::HomeAssistantDiscovery(DiscoveryOptions options,
                                               std::vector<Entity> entities, OnOrder on_order)
    : core_{std::make_unique<Core>(std::move(options), std::move(entities), std::move(on_order))} {}

HomeAssistantDiscovery::~HomeAssistantDiscovery() { stop(); }

base::Result<std::unique_ptr<HomeAssistantDiscovery>> HomeAssistantDiscovery::make(
    DiscoveryOptions options, std::vector<Entity> entities, OnOrder on_order) {
  std::string faults;
  const auto add = [&](const std::string& line) { faults += (faults.empty() ? "" : "\n") + line; };
  if (!is_entity_id(options.node)) add("node: small letters, digits and _ are allowed");
  if (!net::is_topic(options.prefix)) add("prefix: is no topic");
  std::set<std::string> ids;
  for (std::size_t i = 0; i < entities.size(); ++i) {
    const std::string fault = fault_of(entities[i]);
    if (!fault.empty()) add(fmt::format("entities[{}].{}", i, fault));
    if (!ids.insert(entities[i].id).second) add(fmt::format("entities[{}].id: is twice", i));
  }
  // Announcements and states are sent at once at each connection.
  options.broker.queue_messages_max =
      std::max(options.broker.queue_messages_max, 4 * entities.size() + 100);
  if (!faults.empty()) return base::fail(base::ErrorKind::invalid_input, faults);
  return std::unique_ptr<HomeAssistantDiscovery>{
      new HomeAssistantDiscovery{std::move(options), std::move(entities), std::move(on_order)}};
}

void HomeAssistantDiscovery::start() { core_->client.start(); }

void HomeAssistantDiscovery::stop() {
  core_->send(availability_topic(core_->options), "offline");
  core_->client.stop();
}

void HomeAssistantDiscovery::tell_number(const std::string& id, std::optional<double> number) {
  const int decimals = core_->entity(id).kind == EntityKind::price_per_kwh ? 5 : 3;
  core_->tell(id, number && std::isfinite(*number) ? number_text(*number, decimals) : k_unknown);
}

void HomeAssistantDiscovery::tell_text(const std::string& id, std::string_view text) {
  core_->tell(id, std::string{text});
}

void HomeAssistantDiscovery::tell_whether(const std::string& id, bool is_so) {
  core_->tell(id, is_so ? "ON" : "OFF");
}

std::string HomeAssistantDiscovery::fault() const { return core_->client.state().what; }

}  // namespace ohmstead::connect
