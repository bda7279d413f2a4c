#include <fmt/format.h>

#include <filesystem>

#include "commands.hpp"
#include "interrupt.hpp"
#include "loaded_site.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/connect/live_feeds.hpp"
#include "output.hpp"
#include "render_prices.hpp"
#include "site_secrets.hpp"
#include "style.hpp"

namespace ohmstead::app {

base::Result<void> command_prices(const PricesRequest& request) {
  const auto site = load_site_file(request.site_file);
  if (!site) return tl::unexpected{site.error()};
  if (!site->sources.live)
    return base::fail(base::ErrorKind::invalid_input,
                      fmt::format("{}: sources.live: missing; no service is named that could be "
                                  "asked",
                                  request.site_file));
  const std::filesystem::path folder = std::filesystem::path{request.site_file}.parent_path();
  const auto secrets = secrets_of(*site, request.site_file);
  if (!secrets) return tl::unexpected{secrets.error()};
  const auto zone = base::Zone::load(site->timezone);
  if (!zone) return tl::unexpected{zone.error()};
  const base::SystemClock clock;
  connect::LiveFeedsOptions options;
  options.cache_folder = request.cache_folder;
  options.site_folder = folder;
  options.user_agent = fmt::format("ohmstead/{}", OHMSTEAD_VERSION);
  const auto feeds = connect::LiveFeeds::make(*site, *secrets, clock, std::move(options));
  if (!feeds) return tl::unexpected{base::in_context(request.site_file, feeds.error())};
  const Interrupt interrupt;
  (*feeds)->ask_due(interrupt.token());
  const auto known = (*feeds)->now();
  const plan::TariffRule tariff{site->tariff, *zone};
  const std::string text = request.is_json
                               ? write_prices(*known, tariff, site->currency, clock.now())
                               : printable(render_prices(*known, tariff, site->currency,
                                                         clock.now(), request.is_detailed));
  if (auto written = write_output(text); !written) return written;
  for (const ports::FeedHealth& health : known->health) {
    if (health.state == ports::FeedState::missing)
      return base::fail(base::ErrorKind::unavailable, "not all services told something for now");
  }
  return {};
}

}  // namespace ohmstead::app
