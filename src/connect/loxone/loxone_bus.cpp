#include "loxone/loxone_bus.hpp"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <set>

#include "loxone/packet.hpp"
#include "ohmstead/net/udp_line.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Result;

constexpr std::uint16_t k_usual_port = 2000;
constexpr base::Seconds k_silent{300};
constexpr base::Seconds k_patience{12};  // before those that came are named
constexpr base::Seconds k_open_again{30};
constexpr base::Seconds k_overtaken_by{60};  // by more it is a clock that was set back
constexpr base::Seconds k_clock_slack{60};
constexpr std::size_t k_names_max = 12;
constexpr std::size_t k_shown_max = 60;

// Its beginning, with what need not be text made harmless.
std::string shown(std::string_view text) {
  std::string plain{text.substr(0, k_shown_max)};
  for (char& letter : plain)
    if (letter < ' ' || letter > '~') letter = '?';
  return plain;
}

class LoxoneBus final : public PointBus {
 public:
  LoxoneBus(std::string id, net::UdpLine::Options place, base::Zone zone, const base::Clock& clock)
      : id_{std::move(id)}, place_{std::move(place)}, zone_{std::move(zone)}, clock_{&clock} {}
  ~LoxoneBus() override { stop(); }
  LoxoneBus(const LoxoneBus&) = delete;
  LoxoneBus& operator=(const LoxoneBus&) = delete;

  void watch(const std::string& address) override {
    if (auto read = read_loxone_address(address)) points_[address].address = std::move(*read);
  }

  void start() override {
    const std::scoped_lock lock{line_mutex_};
    started_at_ = clock_->now();
    open();
  }
  void stop() override {
    const std::scoped_lock lock{line_mutex_};
    started_at_.reset();
    line_.reset();
  }

  std::optional<Told> told(const std::string& address) const override {
    const std::scoped_lock lock{mutex_};
    const auto found = points_.find(address);
    return found == points_.end() ? std::nullopt : found->second.told;
  }

  Result<void> write(const std::string& address, const std::string& text) override {
    for (const auto& why : {fault_of_loxone_name(address), fault_of_loxone_text(text)})
      if (!why.empty()) return base::fail(ErrorKind::invalid_input, why);
    const auto line = this->line();
    if (auto why = fault(); !why.empty() || line == nullptr)
      return base::fail(ErrorKind::unavailable, why);
    return line->send(fmt::format("{}={}", address, text));
  }

  std::string fault() const override {
    const auto line = this->line();
    if (line == nullptr) {
      const std::scoped_lock lock{line_mutex_};
      return fault_;
    }
    const std::scoped_lock lock{mutex_};
    if (points_.empty()) return {};  // nothing is expected from it
    if (heard_at_ && clock_->now() - *heard_at_ <= k_silent) return {};
    const std::string why =
        heard_at_
            ? fmt::format("the Miniserver at {} is silent since {}", place_.peer.address,
                          base::format_time(*heard_at_))
            : fmt::format("nothing has come from {} to UDP port {}: see the Miniserver's logger",
                          place_.peer.address, line->port());
    const std::string stranger = line->stranger();
    return stranger.empty() ? why : fmt::format("{}; packets came from {}", why, stranger);
  }

  std::string fault_of(const std::string& address, bool is_written) const override {
    if (is_written) return fault_of_loxone_name(address);
    if (const auto read = read_loxone_address(address); !read) return read.error().message;
    const std::scoped_lock lock{mutex_};
    const auto found = points_.find(address);
    if (found == points_.end() || !heard_at_) return {};
    if (found->second.told) return clock_fault();
    if (clock_->now() - *heard_first_at_ < k_patience) return {};
    return fmt::format("no packet has that name; there came: {}{}",
                       names_.empty() ? "none" : fmt::format("{}", fmt::join(names_, ", ")),
                       bad_.empty() ? "" : fmt::format("; {}", bad_));
  }

 private:
  struct Point {
    LoxoneAddress address;
    std::optional<Told> told = {};
    base::Time said_at = {};  // by the Miniserver's clock
  };

  // The line, opened again where the port was taken; null: it still is.
  std::shared_ptr<net::UdpLine> line() const {
    const std::scoped_lock lock{line_mutex_};
    if (line_ == nullptr && started_at_ && clock_->now() - opened_at_ > k_open_again) open();
    return line_;
  }

  void open() const {
    opened_at_ = clock_->now();
    auto line = net::UdpLine::open(place_, [this](std::string_view packet) { hear(packet); });
    if (line)
      line_ = std::move(*line);
    else
      fault_ = fmt::format("{}: {}", id_, line.error().message);
  }

  void hear(std::string_view lines) const {
    const base::Time now = clock_->now();
    const std::scoped_lock lock{mutex_};
    heard_at_ = now;
    if (!heard_first_at_) heard_first_at_ = now;
    while (!lines.empty()) {
      const std::size_t end = std::min(lines.find('\n'), lines.size());
      const std::string_view line = lines.substr(0, end);
      lines.remove_prefix(std::min(end + 1, lines.size()));
      if (line.find_first_not_of(" \t\r") != std::string_view::npos) take(line, now);
    }
  }

  void take(std::string_view line, base::Time now) const {
    const auto packet = parse_loxone_packet(line, zone_, now);
    if (!packet) {
      bad_ = fmt::format("'{}': {}", shown(line), packet.error().message);
      return;
    }
    clock_ahead_ = packet->at - now;
    if (names_.size() < k_names_max) names_.insert(name_of(*packet));
    for (auto& [address, point] : points_) {
      if (!point.address.means(*packet)) continue;
      const bool is_overtaken =
          point.told && packet->at < point.said_at && point.said_at - packet->at < k_overtaken_by;
      if (is_overtaken) continue;
      point.said_at = packet->at;
      point.told = Told{packet->value, std::min(packet->at, now)};
    }
  }

  static std::string name_of(const LoxonePacket& packet) {
    return shown(packet.room.empty() || packet.room == "_"
                     ? packet.name
                     : fmt::format("{}?room={}", packet.name, packet.room));
  }

  // Of values that look old, though they come.
  std::string clock_fault() const {
    if (std::chrono::abs(clock_ahead_) <= k_clock_slack) return {};
    return fmt::format("the Miniserver's clock is {} s {}: let it set itself by the internet",
                       std::chrono::abs(clock_ahead_).count(),
                       clock_ahead_ > base::Seconds{0} ? "fast" : "slow");
  }

  const std::string id_;
  const net::UdpLine::Options place_;
  const base::Zone zone_;
  const base::Clock* clock_;
  mutable std::mutex mutex_;  // of what is heard
  mutable std::map<std::string, Point> points_;
  mutable std::optional<base::Time> heard_at_;
  mutable std::optional<base::Time> heard_first_at_;
  mutable base::Seconds clock_ahead_{0};
  mutable std::set<std::string> names_;
  mutable std::string bad_;        // the last packet that was none, and why
  mutable std::mutex line_mutex_;  // of all below; taken before the other one
  std::optional<base::Time> started_at_;
  mutable base::Time opened_at_ = {};
  mutable std::string fault_ = "it does not listen yet";
  mutable std::shared_ptr<net::UdpLine> line_;  // ends first: its thread uses what is heard
};

}  // namespace

Result<std::unique_ptr<PointBus>> make_loxone_bus(const home::Connection& connection,
                                                  const DriverContext& context) {
  std::string faults;
  const auto add = [&](std::string_view where, std::string_view why) {
    faults += fmt::format("{}{}: {}", faults.empty() ? "" : "\n", where, why);
  };
  const auto place = net::parse_udp_place(connection.url);
  if (!place) add("url", place.error().message);
  for (const auto& [name, value] : {std::pair{"user", &connection.user},
                                    {"password", &connection.password},
                                    {"token", &connection.token},
                                    {"profile", &connection.profile}})
    if (!value->empty()) add(name, "packets of UDP know none");
  const auto zone = base::Zone::load(context.site.timezone);
  if (!zone) add("timezone", zone.error().message);
  if (!faults.empty()) return base::fail(ErrorKind::invalid_input, faults);
  const auto port = static_cast<std::uint16_t>(connection.port.value_or(k_usual_port));
  return std::unique_ptr<PointBus>{std::make_unique<LoxoneBus>(
      connection.id, net::UdpLine::Options{*place, port}, *zone, context.clock)};
}

}  // namespace ohmstead::connect
