#include "ohmstead/home/exceptions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "check_parts.hpp"
#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/walk.hpp"
#include "ohmstead/describe/write.hpp"
#include "ohmstead/home/local_window.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const TripException*) {
  using namespace describe;
  return std::make_tuple(
      field("car", &TripException::car, "its id"),
      field("leave", &TripException::leave, "when it would leave by its week"),
      field("leaves_at", &TripException::leaves_at, "when it leaves instead", optional),
      field("target_soc_pct", &TripException::target_soc_pct, "what it is to hold then",
            between(0.0, 100.0), optional));
}

constexpr auto fields_of(const ReserveException*) {
  using namespace describe;
  return std::make_tuple(field("battery", &ReserveException::battery, "its id"),
                         field("min_soc_pct", &ReserveException::min_soc_pct,
                               "what it keeps at least", between(0.0, 100.0)));
}

constexpr auto fields_of(const Exceptions*) {
  using namespace describe;
  return std::make_tuple(
      field("trips", &Exceptions::trips, "of cars' next departures", optional),
      field("reserves", &Exceptions::reserves, "of batteries, until taken back", optional));
}

namespace {

template <class Devices>
auto find(Devices& devices, const std::string& id) -> decltype(devices.data()) {
  const auto found = std::find_if(devices.begin(), devices.end(),
                                  [&](const auto& device) { return device.id == id; });
  return found == devices.end() ? nullptr : &*found;
}

struct Found {
  std::size_t departure = 0;
  LocalSpan span;
};

// The departure of the week that leaves at `leave`.
std::optional<Found> find_departure(const SiteVehicle& car, const base::Zone& zone,
                                    base::Time leave) {
  for (std::size_t i = 0; i < car.departures.size(); ++i) {
    const Departure& each = car.departures[i];
    for (const LocalSpan& span : local_spans({each.leave_h, each.back_h, each.days}, zone, leave,
                                             leave + base::Seconds{1})) {
      if (span.from == leave) return Found{i, span};
    }
  }
  return std::nullopt;
}

// As `leave_h` of a departure on that local day; empty where it is not on it, or not before it is
// back.
std::optional<double> hour_on(const Found& found, const Departure& departure,
                              const base::Zone& zone, base::Time leaves_at) {
  const base::WallClock clock = zone.wall_clock(leaves_at);
  const double hour = clock.hour + clock.minute / 60.0 + clock.second / 3600.0;
  const bool is_overnight = departure.back_h <= departure.leave_h;
  if (clock.date != found.span.day || leaves_at >= found.span.to) return std::nullopt;
  if (is_overnight && hour < departure.back_h) return std::nullopt;
  return hour;
}

DayKind day_kind(base::Date day) {
  const unsigned number = std::chrono::weekday{std::chrono::sys_days{day}}.iso_encoding();
  return static_cast<DayKind>(static_cast<unsigned>(DayKind::mon) + number - 1);
}

// The week with that one day changed. The same day of the next week changes with it, which no plan
// reaches before the exception is over.
void change_week(SiteVehicle& car, const TripException& wanted, const base::Zone& zone) {
  const auto found = find_departure(car, zone, wanted.leave);
  if (!found) return;
  const Departure usual = car.departures[found->departure];
  Departure once = usual;
  once.days = day_kind(found->span.day);
  if (wanted.leaves_at) {
    const auto hour = hour_on(*found, usual, zone, *wanted.leaves_at);
    if (!hour) return;
    once.leave_h = *hour;
  }
  if (wanted.target_soc_pct) once.target_soc_pct = wanted.target_soc_pct;
  car.departures.erase(car.departures.begin() + static_cast<std::ptrdiff_t>(found->departure));
  for (int ahead = 0; ahead < 7; ++ahead) {
    const base::Date day{std::chrono::sys_days{found->span.day} + std::chrono::days{ahead}};
    if (!is_of_kind(day, usual.days)) continue;
    Departure each = ahead == 0 ? once : usual;
    each.days = day_kind(day);
    car.departures.push_back(each);
  }
}

void check_trip(const TripException& trip, const Site& site, const base::Zone& zone, base::Time now,
                const std::string& path, Problems& problems) {
  const SiteVehicle* car = find(site.vehicles, trip.car);
  if (car == nullptr)
    return problems.add(join_path(path, "car"),
                        fmt::format("'{}' is no car of the home", trip.car));
  const auto found = find_departure(*car, zone, trip.leave);
  if (!found)
    return problems.add(join_path(path, "leave"),
                        fmt::format("{} does not leave then by its week", trip.car));
  if (!trip.leaves_at && !trip.target_soc_pct)
    return problems.add(path, "give leaves_at, target_soc_pct or both");
  if (!trip.leaves_at) return;
  const std::string place = join_path(path, "leaves_at");
  if (*trip.leaves_at <= now) problems.add(place, "has passed");
  if (!hour_on(*found, car->departures[found->departure], zone, *trip.leaves_at))
    problems.add(place, fmt::format("must be on the same day and before it is back at {}",
                                    base::format_time(found->span.to)));
}

void check_reserve(const ReserveException& reserve, const Site& site, const std::string& path,
                   Problems& problems) {
  const SiteBattery* battery = find(site.batteries, reserve.battery);
  if (battery == nullptr)
    return problems.add(join_path(path, "battery"),
                        fmt::format("'{}' is no battery of the home", reserve.battery));
  // Devices are held to the site file's reserve whatever a plan says.
  if (reserve.min_soc_pct < battery->min_soc_pct || reserve.min_soc_pct > battery->max_soc_pct)
    problems.add(join_path(path, "min_soc_pct"),
                 fmt::format("must be between {} and {}, as the site file allows",
                             battery->min_soc_pct, battery->max_soc_pct));
}

bool is_over(const TripException& trip, base::Time now) {
  return std::max(trip.leave, trip.leaves_at.value_or(trip.leave)) <= now;
}

}  // namespace

base::Result<Exceptions> read_exceptions(const std::string& text) {
  auto tree = describe::parse_json(text, "body");
  if (!tree) return tl::unexpected{tree.error()};
  Exceptions exceptions;
  Problems problems{"body", *tree};
  describe::read_fields(*tree, exceptions, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return exceptions;
}

std::string write_exceptions(const Exceptions& exceptions) {
  return describe::write_json(exceptions);
}

base::Result<void> check_exceptions(const Exceptions& exceptions, const Site& site,
                                    const base::Zone& zone, base::Time now) {
  const describe::Node nothing;
  Problems problems{"body", nothing};
  for (std::size_t i = 0; i < exceptions.trips.size(); ++i) {
    const TripException& trip = exceptions.trips[i];
    const std::string path = join_path("trips", i);
    check_trip(trip, site, zone, now, path, problems);
    for (std::size_t before = 0; before < i; ++before) {
      const TripException& other = exceptions.trips[before];
      if (other.car == trip.car && other.leave == trip.leave) problems.add(path, "is there twice");
    }
  }
  for (std::size_t i = 0; i < exceptions.reserves.size(); ++i) {
    const std::string path = join_path("reserves", i);
    check_reserve(exceptions.reserves[i], site, path, problems);
    for (std::size_t before = 0; before < i; ++before) {
      if (exceptions.reserves[before].battery == exceptions.reserves[i].battery)
        problems.add(path, "is there twice");
    }
  }
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return {};
}

Exceptions still_open(Exceptions exceptions, base::Time now) {
  std::erase_if(exceptions.trips, [&](const TripException& each) { return is_over(each, now); });
  return exceptions;
}

Site with_exceptions(Site site, const Exceptions& exceptions, const base::Zone& zone,
                     base::Time now) {
  for (const TripException& each : exceptions.trips) {
    SiteVehicle* car = find(site.vehicles, each.car);
    if (car != nullptr && !is_over(each, now)) change_week(*car, each, zone);
  }
  for (const ReserveException& each : exceptions.reserves) {
    SiteBattery* battery = find(site.batteries, each.battery);
    if (battery != nullptr)
      battery->min_soc_pct =
          std::clamp(each.min_soc_pct, battery->min_soc_pct, battery->max_soc_pct);
  }
  return site;
}

}  // namespace ohmstead::home
