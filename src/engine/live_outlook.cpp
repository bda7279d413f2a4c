#include "ohmstead/engine/live_outlook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "live_models.hpp"
#include "live_past.hpp"
#include "live_prices.hpp"
#include "ohmstead/forecast/fill_outlook.hpp"
#include "ohmstead/forecast/load_predictor.hpp"
#include "ohmstead/forecast/pv_model.hpp"
#include "told_values.hpp"

namespace ohmstead::engine {
namespace {

using base::Seconds;
using base::Time;

constexpr const char* k_import_book = "spot";
constexpr const char* k_export_book = "export_spot";
constexpr const char* k_import_kind = "price";
constexpr const char* k_export_kind = "export_price";
constexpr Seconds k_remembered = std::chrono::days{400};
constexpr Seconds k_young = std::chrono::days{35};      // of measurements: learn daily
constexpr Seconds k_least_past = std::chrono::days{2};  // there is nothing to learn from less

ToldSlot told_of(const ports::FeedsSnapshot& feeds, Time from, Time to) {
  const auto number = [](const auto& quantity) -> std::optional<double> {
    if (!quantity) return std::nullopt;
    return quantity->value();
  };
  return {mean_told(feeds.pv.slots, from, to,
                    [](const home::PvSlot& slot) { return std::optional{slot.power.value()}; }),
          mean_told(feeds.weather.slots, from, to,
                    [&](const home::WeatherSlot& slot) { return number(slot.global); }),
          mean_told(feeds.weather.slots, from, to,
                    [&](const home::WeatherSlot& slot) { return number(slot.outdoor); })};
}

bool has_any(const forecast::Measured& series) {
  return std::any_of(series.values.begin(), series.values.end(),
                     [](double value) { return std::isfinite(value); });
}

}  // namespace

struct LiveOutlook::State {
  const home::Site& site;
  const base::Zone& zone;
  const ports::Feeds& feeds;
  ports::Memory* memory;
  Seconds step;
  LivePast past;
  std::optional<Time> told_at;  // the slot of which was noted last what was told
  std::shared_ptr<const ports::FeedsSnapshot> seen;
  std::int64_t price_version = 0;

  LivePrices import_prices, export_prices;
  ComingPrices coming_import, coming_export;  // of this outlook
  LiveModels models;                          // last: its thread ends first

  State(const home::Site& of, const base::Zone& local, const ports::Feeds& all,
        ports::Memory* kept_in)
      : site{of},
        zone{local},
        feeds{all},
        memory{kept_in},
        step{std::chrono::minutes{of.planning.step_min}},
        past{step},
        import_prices{k_import_book, local, kept_in},
        export_prices{k_export_book, local, kept_in},
        models{local, kept_in} {}

  void remember(Time now);
  void note_told(Time now, const ports::FeedsSnapshot& known);
  [[nodiscard]] LivePast::Told told_with_coming(Time now, const ports::FeedsSnapshot& known) const;
  [[nodiscard]] forecast::PvSources pv_sources(Time now, const ports::FeedsSnapshot& known) const;
  struct Reach {
    Time end;
    std::optional<Time> published_until;  // where that is before the end
  };
  [[nodiscard]] base::Result<Reach> reach_of(Time now, const ports::FeedsSnapshot& known);
  void add_reach(Reach& reach, Time now, const home::PriceCurve& told, const LivePrices& prices,
                 ComingPrices& coming) const;
  void fill_prices(home::Outlook& outlook, const ports::FeedsSnapshot& known) const;
  void fill_weather(home::Outlook& outlook, const ports::FeedsSnapshot& known) const;
  void fill_power(home::Outlook& outlook, Time now, const ports::FeedsSnapshot& known);
  void train_if_due(Time now, const ports::FeedsSnapshot& known);
  [[nodiscard]] ports::FeedHealth price_health() const;
  void add_meter_health(std::vector<ports::FeedHealth>& all) const;
};

void LiveOutlook::State::remember(Time now) {
  if (memory == nullptr) return;
  import_prices.remember(now);
  export_prices.remember(now);
  bring_back(past, *memory, now - k_remembered, now);
}

void LiveOutlook::State::note_told(Time now, const ports::FeedsSnapshot& known) {
  const Time start = base::floor_to(now, step);
  if (told_at && *told_at == start) return;
  import_prices.note(known.prices, now);
  import_prices.note_foretold(known.price_forecasts, now);
  export_prices.note(known.export_prices, now);
  const ToldSlot told = told_of(known, start, start + step);
  if (!std::isfinite(told.pv_kw) && !std::isfinite(told.global) && !std::isfinite(told.outdoor_c))
    return;
  told_at = start;
  past.add_told(start, told);
  // A memory that fails is told by the engine, which writes more to it.
  if (memory != nullptr)
    (void)memory->append(k_told_book, start, base::format_time(start) + " " + write_told(told));
}

// The past as it was told, then what is told of the coming days; what was never told is empty.
LivePast::Told LiveOutlook::State::told_with_coming(Time now,
                                                    const ports::FeedsSnapshot& known) const {
  LivePast::Told told = past.told();
  const Time end = now + Seconds{static_cast<std::int64_t>(site.planning.horizon_h * 3600.0)};
  for (Time at = told.pv.slot_start(told.pv.size()); at < end; at += step) {
    const ToldSlot coming = told_of(known, at, at + step);
    told.pv.values.push_back(coming.pv_kw);
    told.global.values.push_back(coming.global);
    told.outdoor.values.push_back(coming.outdoor_c);
  }
  for (forecast::Measured* each : {&told.pv, &told.global, &told.outdoor})
    if (!has_any(*each)) *each = {};
  return told;
}

forecast::PvSources LiveOutlook::State::pv_sources(Time now,
                                                   const ports::FeedsSnapshot& known) const {
  LivePast::Told told = told_with_coming(now, known);
  forecast::PvSources sources{.pv = past.pv()};
  sources.said = std::move(told.pv);
  sources.global = std::move(told.global);
  sources.outdoor = std::move(told.outdoor);
  sources.location = site.location;
  if (site.pv) sources.planes = site.pv->planes;
  return sources;
}

void LiveOutlook::State::add_reach(Reach& reach, Time now, const home::PriceCurve& told,
                                   const LivePrices& prices, ComingPrices& coming) const {
  const Time published = told_until(told, base::floor_to(now, step));
  if (published <= now) {
    reach.end = now;
    return;
  }
  if (published >= reach.end) return;
  Time until = published;
  if (prices.can_foretell()) {
    coming = prices.foretell(now, reach.end);
    while (until < reach.end && std::isfinite(coming.mean(coming.p50, until, until + step)))
      until += step;
  }
  if (until > published && (!reach.published_until || published < *reach.published_until))
    reach.published_until = published;
  reach.end = std::min(reach.end, until);
}

base::Result<LiveOutlook::State::Reach> LiveOutlook::State::reach_of(
    Time now, const ports::FeedsSnapshot& known) {
  Reach reach{now + Seconds{static_cast<std::int64_t>(site.planning.horizon_h * 3600.0)}, {}};
  coming_import = coming_export = {};
  if (!home::needs_spot_prices(site)) return reach;
  // Feed-in alone may follow the market.
  const bool has_own_export = !known.export_prices.slots.empty();
  if (!site.tariff.import.fixed || !has_own_export)
    add_reach(reach, now, known.prices, import_prices, coming_import);
  if (has_own_export) add_reach(reach, now, known.export_prices, export_prices, coming_export);
  if (reach.published_until && *reach.published_until >= reach.end) reach.published_until.reset();
  if (reach.end > now) return reach;
  std::vector<std::string> silent;
  for (const ports::FeedHealth& each : known.health) {
    const bool is_of_prices = each.what == "prices" || each.what == "export_prices";
    if (is_of_prices && each.state == ports::FeedState::missing) silent.push_back(each.name);
  }
  return base::fail(base::ErrorKind::not_found,
                    silent.empty() ? "no price is known for now"
                                   : fmt::format("no price is known for now: {} {} none",
                                                 fmt::join(silent, " and "),
                                                 silent.size() == 1 ? "tells" : "tell"));
}

void LiveOutlook::State::fill_prices(home::Outlook& outlook,
                                     const ports::FeedsSnapshot& known) const {
  using Prices = base::Series<base::EnergyPrice>;
  if (!home::needs_spot_prices(site)) {
    outlook.spot = Prices{outlook.slots.count()};
    return;
  }
  const auto price_of = [](double price) {
    return base::EnergyPrice{std::isfinite(price) ? price : 0.0};
  };
  const auto fill = [&](Prices& middle, home::PriceBand* band, const home::PriceCurve& prices,
                        const ComingPrices& coming) {
    if (prices.slots.empty()) return;
    for (std::size_t i = 0; i < outlook.slots.count(); ++i) {
      const Time from = outlook.slots.start(i), to = outlook.slots.end(i);
      const double told = price_told(prices, from, to);
      const auto price = [&](const std::vector<double>& foretold) {
        return price_of(std::isfinite(told) ? told : coming.mean(foretold, from, to));
      };
      middle.push_back(price(coming.p50));
      if (band == nullptr) continue;
      band->p10.push_back(price(coming.p10));
      band->p90.push_back(price(coming.p90));
    }
  };
  fill(outlook.spot, outlook.spot_until ? &outlook.spot_band : nullptr, known.prices,
       coming_import);
  fill(outlook.export_spot, nullptr, known.export_prices, coming_export);
}

void LiveOutlook::State::fill_weather(home::Outlook& outlook,
                                      const ports::FeedsSnapshot& known) const {
  if (known.weather.slots.empty()) return;
  base::Series<base::Celsius> outdoor;
  base::Series<base::Power> irradiance;
  double last_c = std::nan(""), last_sun = std::nan("");
  std::size_t held = 0;
  for (std::size_t i = 0; i < outlook.slots.count(); ++i) {
    const ToldSlot told = told_of(known, outlook.slots.start(i), outlook.slots.end(i));
    if (!std::isfinite(told.outdoor_c)) ++held;
    if (std::isfinite(told.outdoor_c)) last_c = told.outdoor_c;
    last_sun = std::isfinite(told.global) ? told.global : 0.0;
    if (!std::isfinite(last_c)) return;  // nothing is told of the beginning
    outdoor.push_back(base::Celsius{last_c});
    irradiance.push_back(base::Power{last_sun});
  }
  if (held > 0) outlook.notes.emplace_back("the weather is not told to the end: the last holds");
  outlook.outdoor = std::move(outdoor);
  outlook.irradiance = std::move(irradiance);
}

void LiveOutlook::State::fill_power(home::Outlook& outlook, Time now,
                                    const ports::FeedsSnapshot& known) {
  const forecast::LoadPast load_past{past.load(), {}, zone, told_with_coming(now, known).outdoor};
  forecast::LoadPredictor load{load_past};
  // What cannot be read is learned anew.
  const std::string load_model = models.champion("load");
  if (!load_model.empty() && !load.load(load_model)) models.forget("load");
  if (!site.pv && !has_any(past.pv())) {
    forecast::fill_outlook(outlook, now, load, nullptr);
    return;
  }
  const forecast::PvPast pv_past{pv_sources(now, known)};
  forecast::PvPredictor pv{pv_past};
  const std::string pv_model = models.champion("pv");
  if (!pv_model.empty() && !pv.load(pv_model)) models.forget("pv");
  forecast::fill_outlook(outlook, now, load, &pv);
}

void LiveOutlook::State::train_if_due(Time now, const ports::FeedsSnapshot& known) {
  import_prices.take(models.prices(k_import_kind));
  export_prices.take(models.prices(k_export_kind));
  if (models.is_busy()) return;
  Lesson lesson;
  const Seconds measured = past.measured_time();
  lesson.is_young = measured < k_young;
  if (measured >= k_least_past && models.is_due("load", now, lesson.is_young)) {
    lesson.load = past.load();
    lesson.outdoor = told_with_coming(now, known).outdoor;
    if (site.pv) lesson.sun = pv_sources(now, known);
  }
  if (home::needs_spot_prices(site)) {
    for (const auto& [kind, prices] :
         {std::pair{k_import_kind, &import_prices}, std::pair{k_export_kind, &export_prices}}) {
      if (prices->can_foretell() && models.is_due(kind, now, prices->is_young()))
        lesson.prices[kind] = {prices->past(), prices->is_young()};
    }
  }
  if (lesson.load || !lesson.prices.empty()) models.learn(now, std::move(lesson));
}

ports::FeedHealth LiveOutlook::State::price_health() const {
  ports::FeedHealth health;
  health.name = "price forecast";
  health.what = "price_forecast";
  const bool can = import_prices.can_foretell();
  health.state = can ? ports::FeedState::good : ports::FeedState::waiting;
  health.sentence =
      can ? "where published prices end, a forecast goes on, learned " +
                import_prices.basis(site.currency)
          : fmt::format(
                "plans end where published prices do: a forecast needs 14 days of them, {} "
                "are known",
                import_prices.known_days());
  return health;
}

// Nothing is said of meters that needed no repair.
void LiveOutlook::State::add_meter_health(std::vector<ports::FeedHealth>& all) const {
  const auto add = [&](const char* meter, const forecast::MeterRepairs& repairs) {
    if (repairs.is_clean()) return;
    ports::FeedHealth health;
    health.name = fmt::format("{} meter", meter);
    health.what = "meter";
    health.state = repairs.is_flat_now ? ports::FeedState::failing : ports::FeedState::good;
    if (repairs.is_flat_now)
      health.sentence =
          "it has stood at the same power for long: look after it; nothing is learned from it; ";
    health.sentence +=
        fmt::format("before learning, {}", fmt::join(forecast::notes_of(meter, repairs), "; "));
    all.push_back(std::move(health));
  };
  add("load", past.load_repairs());
  add("pv", past.pv_repairs());
}

LiveOutlook::LiveOutlook(const home::Site& site, const base::Zone& zone, const ports::Feeds& feeds,
                         ports::Memory* memory, base::Time now)
    : state_{std::make_unique<State>(site, zone, feeds, memory)} {
  state_->remember(now);
  state_->past.begin(now);
}

LiveOutlook::~LiveOutlook() = default;

void LiveOutlook::begin_with(const forecast::Measured& load, const forecast::Measured& pv) {
  state_->past.put_before(load, pv);
}

void LiveOutlook::begin_with_prices(const home::PriceCurve& published) {
  state_->import_prices.put_before(published);
}

base::Result<home::Outlook> LiveOutlook::outlook(base::Time now) {
  const auto known = state_->feeds.now();
  state_->note_told(now, *known);
  state_->train_if_due(now, *known);
  const auto reach = state_->reach_of(now, *known);
  if (!reach) return tl::unexpected{reach.error()};
  home::Outlook outlook;
  outlook.slots = base::SlotGrid::aligned(now, reach->end, state_->step);
  outlook.spot_until = reach->published_until;
  state_->fill_prices(outlook, *known);
  state_->fill_power(outlook, now, *known);
  state_->fill_weather(outlook, *known);
  return outlook;
}

void LiveOutlook::learn(const home::MeasuredSlot& slot) { state_->past.add(slot); }

std::vector<ports::FeedHealth> LiveOutlook::health() const {
  auto all = state_->feeds.now()->health;
  if (home::needs_spot_prices(state_->site)) all.push_back(state_->price_health());
  state_->add_meter_health(all);
  for (ports::FeedHealth& each : state_->models.health()) all.push_back(std::move(each));
  return all;
}

ports::ForecastModels* LiveOutlook::models() { return &state_->models; }

std::int64_t LiveOutlook::version(base::Time now) const {
  auto known = state_->feeds.now();
  if (state_->seen == nullptr) {
    state_->seen = std::move(known);
  } else if (state_->seen->version != known->version) {
    if (has_news(state_->seen->prices, known->prices, now) ||
        has_news(state_->seen->export_prices, known->export_prices, now))
      ++state_->price_version;
    state_->seen = std::move(known);
  }
  return state_->price_version;
}

void LiveOutlook::finish_training() { state_->models.finish(); }

}  // namespace ohmstead::engine
