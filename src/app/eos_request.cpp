#include "eos_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "import_formats.hpp"
#include "ohmstead/describe/read.hpp"

namespace ohmstead::app {
namespace {

using namespace ohmstead::base;
using namespace ohmstead::describe;

using Numbers = Series<Ratio>;  // plain numbers

// A body of POST /optimize.
struct Ems {
  double stored = 0.0;
  Numbers feed_in, load, pv, price;
};

struct BodyBattery {
  std::string id;
  double capacity = 0.0, charging = 0.88, power = 5000.0;
  std::optional<double> discharging;
  double soc = 0.0, min_soc = 0.0, max_soc = 100.0;
  std::optional<Numbers> rates;
};

struct BodyInverter {
  std::string id, battery;
  double power = 0.0, dc_to_ac = 1.0, ac_to_dc = 1.0;
};

struct BodyAppliance {
  std::string id;
  double energy = 0.0;
  std::int64_t hours = 1;
};

struct Body {
  Ems ems;
  std::optional<BodyBattery> battery, car;
  std::optional<BodyInverter> inverter;
  std::optional<BodyAppliance> appliance;
};

constexpr auto fields_of(const Ems*) {
  return std::make_tuple(
      field("preis_euro_pro_wh_akku", &Ems::stored, "worth of stored energy", at_least(0.0)),
      field("einspeiseverguetung_euro_pro_wh", &Ems::feed_in, "per Wh sold"),
      field("gesamtlast", &Ems::load, "Wh per hour", at_least(0.0)),
      field("pv_prognose_wh", &Ems::pv, "Wh per hour", at_least(0.0)),
      field("strompreis_euro_pro_wh", &Ems::price, "per Wh bought"));
}

constexpr auto fields_of(const BodyBattery*) {
  return std::make_tuple(
      field("device_id", &BodyBattery::id, "name", optional),
      field("capacity_wh", &BodyBattery::capacity, "Wh when full", above(0.0)),
      field("charging_efficiency", &BodyBattery::charging, "0.88", within(0.0, 1.0), optional),
      field("discharging_efficiency", &BodyBattery::discharging, "0.88; of a car 1",
            within(0.0, 1.0), optional),
      field("max_charge_power_w", &BodyBattery::power, "5000", at_least(0.0), optional),
      field("initial_soc_percentage", &BodyBattery::soc, "0", between(0.0, 100.0), optional),
      field("min_soc_percentage", &BodyBattery::min_soc, "0", between(0.0, 100.0), optional),
      field("max_soc_percentage", &BodyBattery::max_soc, "100", between(0.0, 100.0), optional),
      field("charge_rates", &BodyBattery::rates, "of the power", between(0.0, 1.0), optional));
}

constexpr auto fields_of(const BodyInverter*) {
  return std::make_tuple(
      field("device_id", &BodyInverter::id, "name", optional),
      field("battery_id", &BodyInverter::battery, "its battery", optional),
      field("max_power_wh", &BodyInverter::power, "highest Wh per hour", above(0.0)),
      field("dc_to_ac_efficiency", &BodyInverter::dc_to_ac, "1", within(0.0, 1.0), optional),
      field("ac_to_dc_efficiency", &BodyInverter::ac_to_dc, "1", within(0.0, 1.0), optional));
}

constexpr auto fields_of(const BodyAppliance*) {
  return std::make_tuple(
      field("device_id", &BodyAppliance::id, "name", optional),
      field("consumption_wh", &BodyAppliance::energy, "Wh of a run", at_least(0.0)),
      field("duration_h", &BodyAppliance::hours, "hours of a run", at_least(1.0)));
}

constexpr auto fields_of(const Body*) {
  return std::make_tuple(field("ems", &Body::ems, "series"),
                         field("pv_akku", &Body::battery, "battery", optional),
                         field("inverter", &Body::inverter, "inverter", optional),
                         field("eauto", &Body::car, "vehicle", optional),
                         field("dishwasher", &Body::appliance, "appliance", optional));
}

// A neutral case.
struct CaseSeries {
  Numbers load, pv, price, feed_in;
};

struct CaseBattery {
  double capacity = 0.0, soc = 0.0, min_soc = 0.0, max_soc = 100.0;
  double charging = 0.88, discharging = 0.88, charge = 5000.0, discharge = 5000.0, stored = 0.0;
};

struct CaseInverter {
  double power = 0.0, dc_to_ac = 1.0, ac_to_dc = 1.0;
};

struct CaseCar {
  double capacity = 0.0, soc = 0.0, target = 0.0, charging = 1.0, power = 0.0, missed = 10.0;
  Numbers rates;
};

struct CaseAppliance {
  double energy = 0.0;
  std::int64_t hours = 1;
};

struct NeutralCase {
  std::int64_t step_s = 3600, hours = 0, start_hour = 0;
  CaseSeries series;
  std::optional<CaseBattery> battery;
  std::optional<CaseInverter> inverter;
  std::optional<CaseCar> car;
  std::optional<CaseAppliance> appliance;
};

constexpr auto fields_of(const CaseSeries*) {
  return std::make_tuple(field("load_wh", &CaseSeries::load, "per hour", at_least(0.0)),
                         field("pv_wh", &CaseSeries::pv, "per hour", at_least(0.0)),
                         field("import_price_per_wh", &CaseSeries::price, "per Wh bought"),
                         field("feed_in_per_wh", &CaseSeries::feed_in, "per Wh sold"));
}

constexpr auto fields_of(const CaseBattery*) {
  return std::make_tuple(
      field("capacity_wh", &CaseBattery::capacity, "Wh when full", above(0.0)),
      field("initial_soc_pct", &CaseBattery::soc, "at the start", between(0.0, 100.0)),
      field("min_soc_pct", &CaseBattery::min_soc, "lowest", between(0.0, 100.0)),
      field("max_soc_pct", &CaseBattery::max_soc, "highest", between(0.0, 100.0)),
      field("eta_charge", &CaseBattery::charging, "efficiency", within(0.0, 1.0)),
      field("eta_discharge", &CaseBattery::discharging, "efficiency", within(0.0, 1.0)),
      field("max_charge_w", &CaseBattery::charge, "highest power", at_least(0.0)),
      field("max_discharge_w", &CaseBattery::discharge, "highest power", at_least(0.0)),
      field("terminal_value_per_wh", &CaseBattery::stored, "worth at the end", at_least(0.0)));
}

constexpr auto fields_of(const CaseInverter*) {
  return std::make_tuple(
      field("max_power_w", &CaseInverter::power, "highest power", above(0.0)),
      field("eta_dc_to_ac", &CaseInverter::dc_to_ac, "efficiency", within(0.0, 1.0)),
      field("eta_ac_to_dc", &CaseInverter::ac_to_dc, "efficiency", within(0.0, 1.0)));
}

constexpr auto fields_of(const CaseCar*) {
  return std::make_tuple(
      field("capacity_wh", &CaseCar::capacity, "Wh when full", above(0.0)),
      field("initial_soc_pct", &CaseCar::soc, "at the start", between(0.0, 100.0)),
      field("target_soc_pct_at_end", &CaseCar::target, "at the end", between(0.0, 100.0)),
      field("eta_charge", &CaseCar::charging, "efficiency", within(0.0, 1.0)),
      field("max_charge_w", &CaseCar::power, "highest power", at_least(0.0)),
      field("charge_rates", &CaseCar::rates, "of the power", between(0.0, 1.0)),
      field("missed_soc_penalty_per_pct", &CaseCar::missed, "money", at_least(0.0)));
}

constexpr auto fields_of(const CaseAppliance*) {
  return std::make_tuple(
      field("energy_wh", &CaseAppliance::energy, "Wh of a run", at_least(0.0)),
      field("duration_h", &CaseAppliance::hours, "hours of a run", at_least(1.0)));
}

constexpr auto fields_of(const NeutralCase*) {
  return std::make_tuple(
      field("step_s", &NeutralCase::step_s, "3600", between(3600.0, 3600.0)),
      field("hours", &NeutralCase::hours, "of the series", between(1.0, 1e4)),
      field("start_hour", &NeutralCase::start_hour, "first hour of the plan", at_least(0.0)),
      field("series", &NeutralCase::series, "one value per hour"),
      field("battery", &NeutralCase::battery, "battery", optional),
      field("inverter", &NeutralCase::inverter, "inverter", optional),
      field("ev", &NeutralCase::car, "vehicle", optional),
      field("appliance", &NeutralCase::appliance, "machine", optional));
}

std::vector<double> plain(const Numbers& numbers) {
  const auto raw = numbers.raw();
  return {raw.begin(), raw.end()};
}

// Rising, without 0; EOS's own steps of 2 A where none are given.
std::vector<double> rates_of(const std::optional<Numbers>& given) {
  std::vector<double> rates{0.375, 0.5, 0.625, 0.75, 0.875, 1.0};
  if (given) rates = plain(*given);
  std::sort(rates.begin(), rates.end());
  std::erase_if(rates, [](double rate) { return rate <= 0.0; });
  return rates;
}

void spread_series(EosRequest& request, Numbers& load, Numbers& pv, Numbers& price,
                   Numbers& feed_in, const std::array<const char*, 4>& names, Problems& problems) {
  const std::size_t count = load.size();
  if (count == 0) problems.add(names[0], "must not be empty");
  spread(pv, count, names[1], problems);
  spread(price, count, names[2], problems);
  spread(feed_in, count, names[3], problems);
  request.load_wh = plain(load);
  request.pv_wh = plain(pv);
  request.import_per_wh = plain(price);
  request.export_per_wh = plain(feed_in);
}

// What bodies and neutral cases say alike.
template <class From>
void take_inverter_and_appliance(const From& from, EosRequest& request) {
  if (const auto& inverter = from.inverter) {
    request.inverter_w = inverter->power;
    request.dc_to_ac = inverter->dc_to_ac;
    request.ac_to_dc = inverter->ac_to_dc;
  }
  if (const auto& appliance = from.appliance)
    request.appliance = EosAppliance{appliance->energy, appliance->hours};
}

EosRequest from_body(Body& body, Problems& problems) {
  EosRequest request;
  Ems& ems = body.ems;
  spread_series(request, ems.load, ems.pv, ems.price, ems.feed_in,
                {"ems.gesamtlast", "ems.pv_prognose_wh", "ems.strompreis_euro_pro_wh",
                 "ems.einspeiseverguetung_euro_pro_wh"},
                problems);
  request.stored_per_wh = ems.stored;
  if (const auto& b = body.battery) {
    request.battery = EosBattery{
        b->capacity, b->soc,      b->min_soc,
        b->max_soc,  b->charging, b->discharging.value_or(EosBattery{}.discharge_efficiency),
        b->power};
  }
  if (const auto& c = body.car) {
    EosCar& car = request.car.emplace();
    if (!c->id.empty()) car.id = c->id;
    car.capacity_wh = c->capacity;
    car.initial_soc_pct = c->soc;
    car.target_soc_pct = c->min_soc;
    car.charge_efficiency = c->charging;
    car.discharge_efficiency = c->discharging.value_or(car.discharge_efficiency);
    car.max_power_w = c->power;
    car.rates = rates_of(c->rates);
  }
  take_inverter_and_appliance(body, request);
  return request;
}

EosRequest from_case(NeutralCase& neutral, Problems& problems) {
  EosRequest request;
  CaseSeries& series = neutral.series;
  if (static_cast<std::size_t>(neutral.hours) != series.load.size() && problems.is_empty()) {
    problems.add("series.load_wh",
                 fmt::format("{} values for {} hours", series.load.size(), neutral.hours));
  }
  spread_series(
      request, series.load, series.pv, series.price, series.feed_in,
      {"series.load_wh", "series.pv_wh", "series.import_price_per_wh", "series.feed_in_per_wh"},
      problems);
  if (const auto& b = neutral.battery) {
    if (b->charge != b->discharge)
      problems.add("battery.max_discharge_w", "must be max_charge_w: EOS knows one power");
    request.battery = EosBattery{b->capacity, b->soc,         b->min_soc, b->max_soc,
                                 b->charging, b->discharging, b->charge};
    request.stored_per_wh = b->stored;
  }
  if (const auto& c = neutral.car) {
    EosCar& car = request.car.emplace();
    car.capacity_wh = c->capacity;
    car.initial_soc_pct = c->soc;
    car.target_soc_pct = c->target;
    car.charge_efficiency = c->charging;
    car.max_power_w = c->power;
    car.rates = rates_of(c->rates);
    car.missed_price_per_pct = c->missed;
  }
  take_inverter_and_appliance(neutral, request);
  return request;
}

void drop_nulls(Node& map) {
  std::erase_if(map.members,
                [](const Member& member) { return member.value.kind == NodeKind::null; });
  for (Member& member : map.members) drop_nulls(member.value);
}

}  // namespace

Result<EosRequest> read_eos_request(const Node& tree, const std::string& file,
                                    std::optional<std::int64_t> start_hour) {
  Problems problems{file, tree};
  Node table = tree;
  drop_nulls(table);
  EosRequest request;
  std::int64_t start = start_hour.value_or(0);
  if (is_eos_body(tree)) {
    drop_members(table, {"temperature_forecast", "start_solution"});
    Body body;
    read_fields(table, body, problems);
    request = from_body(body, problems);
  } else if (tree.find("series") != nullptr) {
    drop_members(table, {"source", "note", "expected", "best_known_under_eos_scoring"});
    for (Member& member : table.members) {
      if (member.key == "series") drop_members(member.value, {"temperature_c"});
      if (member.key == "battery") drop_members(member.value, {"ac_charge_rates"});
    }
    NeutralCase neutral;
    read_fields(table, neutral, problems);
    request = from_case(neutral, problems);
    if (!start_hour) start = neutral.start_hour;
  } else {
    return fail(
        ErrorKind::invalid_input,
        fmt::format("{}: this is not a request of EOS: it has neither 'ems' nor 'series'", file));
  }
  if (problems.is_empty() &&
      (start < 0 || start >= static_cast<std::int64_t>(request.hour_count())))
    problems.add("start_hour", fmt::format("{} is not an hour of the series, which has 0 to {}",
                                           start, request.hour_count() - 1));
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  request.start_hour = static_cast<std::size_t>(start);
  return request;
}

}  // namespace ohmstead::app
