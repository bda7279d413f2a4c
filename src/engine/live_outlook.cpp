#include "ohmstead/engine/live_outlook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <mutex>
#include <thread>

#include "live_past.hpp"
#include "ohmstead/engine/past.hpp"
#include "ohmstead/forecast/fill_outlook.hpp"
#include "ohmstead/forecast/load_predictor.hpp"
#include "ohmstead/forecast/pv_model.hpp"
#include "told_values.hpp"

namespace ohmstead::engine {
namespace {

using base::Seconds;
using base::Time;

constexpr const char* k_told_book = "told";
constexpr const char* k_load_model = "forecast.load";
constexpr const char* k_pv_model = "forecast.pv";
constexpr Seconds k_remembered = std::chrono::days{400};
constexpr Seconds k_day = std::chrono::days{1};
constexpr Seconds k_week = std::chrono::days{7};
constexpr Seconds k_try_again = std::chrono::hours{1};
constexpr Seconds k_young = std::chrono::days{35};      // of measurements: learn daily
constexpr Seconds k_least_past = std::chrono::days{2};  // there is nothing to learn from less

struct Models {
  std::string load, pv;  // empty: not trained
  Time trained_at{};
};

// The instant stands in the first line.
std::string kept_model(Time at, const std::string& model) {
  return base::format_time(at) + "\n" + model;
}

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

  Models models;
  std::mutex mutex;
  std::optional<Models> fresh;    // behind the mutex, as the next
  std::optional<Time> failed_at;  // to learn
  std::atomic<bool> is_training = false;
  std::jthread trainer;  // last: it ends first

  State(const home::Site& of, const base::Zone& local, const ports::Feeds& all,
        ports::Memory* kept_in)
      : site{of},
        zone{local},
        feeds{all},
        memory{kept_in},
        step{std::chrono::minutes{of.planning.step_min}},
        past{step} {}

  void remember(Time now);
  void read_models();
  void note_told(Time now, const ports::FeedsSnapshot& known);
  [[nodiscard]] forecast::PvSources pv_sources(Time now, const ports::FeedsSnapshot& known) const;
  [[nodiscard]] base::Result<Time> end_of(Time now, const ports::FeedsSnapshot& known) const;
  void fill_prices(home::Outlook& outlook, const ports::FeedsSnapshot& known) const;
  void fill_weather(home::Outlook& outlook, const ports::FeedsSnapshot& known) const;
  void fill_power(home::Outlook& outlook, Time now, const ports::FeedsSnapshot& known);
  void take_fresh_models();
  void train_if_due(Time now, const ports::FeedsSnapshot& known);
  void learn_from(Time now, const forecast::Measured& load, const forecast::PvSources& sun);
};

void LiveOutlook::State::remember(Time now) {
  if (memory == nullptr) return;
  constexpr std::size_t k_most = 200'000;
  if (const auto slots = remembered_slots(*memory, now - k_remembered, now, k_most)) {
    for (const home::MeasuredSlot& slot : *slots) past.add(slot);
  }
  // Told slots stand in the book by their beginning, oldest first, without it in their text.
  for (Time day = base::floor_to(now - k_remembered, k_day); day < now; day += k_day) {
    const auto texts = memory->entries(k_told_book, day, std::min(now, day + k_day));
    if (!texts) return;
    for (const std::string& text : *texts) {
      const std::size_t end = text.find(' ');
      const auto start = base::parse_time(text.substr(0, end));
      if (start && end != std::string::npos)
        past.add_told(base::floor_to(*start, step), read_told(text.substr(end + 1)));
    }
  }
}

void LiveOutlook::State::read_models() {
  if (memory == nullptr) return;
  const auto read = [this](const char* name, std::string& into) {
    const auto text = memory->read(name);
    if (!text || !*text) return;
    const std::size_t end = (*text)->find('\n');
    const auto at = base::parse_time((*text)->substr(0, end));
    if (!at || end == std::string::npos) return;
    models.trained_at = *at;
    into = (*text)->substr(end + 1);
  };
  read(k_pv_model, models.pv);
  read(k_load_model, models.load);
}

void LiveOutlook::State::note_told(Time now, const ports::FeedsSnapshot& known) {
  const Time start = base::floor_to(now, step);
  if (told_at && *told_at == start) return;
  const ToldSlot told = told_of(known, start, start + step);
  if (!std::isfinite(told.pv_kw) && !std::isfinite(told.global) && !std::isfinite(told.outdoor_c))
    return;
  told_at = start;
  past.add_told(start, told);
  // A memory that fails is told by the engine, which writes more to it.
  if (memory != nullptr)
    (void)memory->append(k_told_book, start, base::format_time(start) + " " + write_told(told));
}

// The past as it was told, then what is told of the coming days.
forecast::PvSources LiveOutlook::State::pv_sources(Time now,
                                                   const ports::FeedsSnapshot& known) const {
  forecast::PvSources sources{.pv = past.pv()};
  LivePast::Told told = past.told();
  const Time end = now + Seconds{static_cast<std::int64_t>(site.planning.horizon_h * 3600.0)};
  for (Time at = told.pv.slot_start(told.pv.size()); at < end; at += step) {
    const ToldSlot coming = told_of(known, at, at + step);
    told.pv.values.push_back(coming.pv_kw);
    told.global.values.push_back(coming.global);
    told.outdoor.values.push_back(coming.outdoor_c);
  }
  if (has_any(told.pv)) sources.said = std::move(told.pv);
  if (has_any(told.global)) sources.global = std::move(told.global);
  if (has_any(told.outdoor)) sources.outdoor = std::move(told.outdoor);
  sources.location = site.location;
  if (site.pv) sources.planes = site.pv->planes;
  return sources;
}

base::Result<Time> LiveOutlook::State::end_of(Time now, const ports::FeedsSnapshot& known) const {
  const Time furthest = now + Seconds{static_cast<std::int64_t>(site.planning.horizon_h * 3600.0)};
  if (!home::needs_spot_prices(site)) return furthest;
  const Time slot = base::floor_to(now, step);
  Time end = furthest;
  // Feed-in alone may follow the market.
  if (!site.tariff.import.fixed || known.export_prices.slots.empty())
    end = std::min(end, told_until(known.prices, slot));
  if (!known.export_prices.slots.empty())
    end = std::min(end, told_until(known.export_prices, slot));
  if (end > now) return end;
  std::string why;
  for (const ports::FeedHealth& each : known.health) {
    if (each.what == "prices" || each.what == "export_prices")
      why += (why.empty() ? ": " : "; ") + each.sentence;
  }
  return base::fail(base::ErrorKind::not_found, "no price is known for now" + why);
}

void LiveOutlook::State::fill_prices(home::Outlook& outlook,
                                     const ports::FeedsSnapshot& known) const {
  const auto fill = [&](base::Series<base::EnergyPrice>& series, const home::PriceCurve& prices) {
    if (prices.slots.empty()) return;
    for (std::size_t i = 0; i < outlook.slots.count(); ++i) {
      const double price = price_told(prices, outlook.slots.start(i), outlook.slots.end(i));
      series.push_back(base::EnergyPrice{std::isfinite(price) ? price : 0.0});
    }
  };
  if (!home::needs_spot_prices(site)) {
    outlook.spot = base::Series<base::EnergyPrice>{outlook.slots.count()};
    return;
  }
  fill(outlook.spot, known.prices);
  fill(outlook.export_spot, known.export_prices);
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
  const forecast::LoadPast load_past{past.load(), {}, zone};
  forecast::LoadPredictor load{load_past};
  // What cannot be read is learned anew.
  if (!models.load.empty() && !load.load(models.load)) models = {};
  if (!site.pv && !has_any(past.pv())) {
    forecast::fill_outlook(outlook, now, load, nullptr);
    return;
  }
  const forecast::PvPast pv_past{pv_sources(now, known)};
  forecast::PvPredictor pv{pv_past};
  if (!models.pv.empty() && !pv.load(models.pv)) models = {};
  forecast::fill_outlook(outlook, now, load, &pv);
}

void LiveOutlook::State::take_fresh_models() {
  const std::scoped_lock lock{mutex};
  if (!fresh) return;
  models = std::move(*fresh);
  fresh.reset();
  if (memory == nullptr) return;
  (void)memory->write(k_load_model, kept_model(models.trained_at, models.load));
  (void)memory->write(k_pv_model, kept_model(models.trained_at, models.pv));
}

void LiveOutlook::State::train_if_due(Time now, const ports::FeedsSnapshot& known) {
  const Seconds measured = past.measured_time();
  if (measured < k_least_past || is_training) return;
  const Seconds every = measured < k_young ? k_day : k_week;
  if (!models.load.empty() && now - models.trained_at < every) return;
  {
    const std::scoped_lock lock{mutex};
    if (failed_at && now - *failed_at < k_try_again) return;
  }
  is_training = true;
  // The trainer works on copies of its own.
  trainer = std::jthread{[this, now, load = past.load(), sun = pv_sources(now, known)] {
    try {
      learn_from(now, load, sun);
    } catch (const std::exception&) {
      // Profiles and physics go on forecasting; it is tried again in an hour.
      const std::scoped_lock lock{mutex};
      failed_at = now;
    }
    is_training = false;
  }};
}

void LiveOutlook::State::learn_from(Time now, const forecast::Measured& load,
                                    const forecast::PvSources& sun) {
  Models learned;
  learned.trained_at = now;
  const forecast::LoadPast load_past{load, {}, zone};
  forecast::LoadPredictor load_model{load_past};
  load_model.train(now);
  learned.load = load_model.save();
  if (site.pv) {
    const forecast::PvPast pv_past{sun};
    forecast::PvPredictor pv_model{pv_past};
    pv_model.train(now);
    learned.pv = pv_model.save();
  }
  {
    const std::scoped_lock lock{mutex};
    fresh = std::move(learned);
  }
}

LiveOutlook::LiveOutlook(const home::Site& site, const base::Zone& zone, const ports::Feeds& feeds,
                         ports::Memory* memory, base::Time now)
    : state_{std::make_unique<State>(site, zone, feeds, memory)} {
  state_->remember(now);
  state_->past.begin(now);
  state_->read_models();
}

LiveOutlook::~LiveOutlook() = default;

void LiveOutlook::begin_with(const forecast::Measured& load, const forecast::Measured& pv) {
  state_->past.put_before(load, pv);
}

base::Result<home::Outlook> LiveOutlook::outlook(base::Time now) {
  const auto known = state_->feeds.now();
  state_->note_told(now, *known);
  state_->take_fresh_models();
  state_->train_if_due(now, *known);
  const auto end = state_->end_of(now, *known);
  if (!end) return tl::unexpected{end.error()};
  home::Outlook outlook;
  outlook.slots = base::SlotGrid::aligned(now, *end, state_->step);
  state_->fill_prices(outlook, *known);
  state_->fill_power(outlook, now, *known);
  state_->fill_weather(outlook, *known);
  return outlook;
}

void LiveOutlook::learn(const home::MeasuredSlot& slot) { state_->past.add(slot); }

std::vector<ports::FeedHealth> LiveOutlook::health() const { return state_->feeds.now()->health; }

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

void LiveOutlook::finish_training() {
  if (state_->trainer.joinable()) state_->trainer.join();
}

}  // namespace ohmstead::engine
