#include "progress_bar.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace ohmstead::app {
namespace {

constexpr double k_pause_ms = 100.0;
constexpr std::size_t k_bar_width = 30;

std::string left_text(double left_s) {
  if (left_s < 100.0) return fmt::format("{:.0f} s left", std::ceil(left_s));
  return fmt::format("{:.0f} min left", std::ceil(left_s / 60.0));
}

}  // namespace

std::string progress_line(std::string_view name, std::int64_t done, std::int64_t total,
                          double elapsed_ms, std::string_view place) {
  const double share =
      total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0)
                : 1.0;
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(k_bar_width));
  std::string line =
      fmt::format("{} [{}{}] {:3.0f} %  {}", name, std::string(filled, '#'),
                  std::string(k_bar_width - filled, '-'), std::floor(share * 100.0), place);
  if (share > 0.0 && share < 1.0)
    line += "  " + left_text(elapsed_ms / 1000.0 / share * (1.0 - share));
  return line;
}

ProgressBar::ProgressBar(std::string name)
    : name_{std::move(name)}, is_terminal_{::isatty(STDERR_FILENO) == 1} {}

ProgressBar::~ProgressBar() {
  if (is_drawn_) std::fputs("\r\x1b[K", stderr);
}

void ProgressBar::show(std::int64_t done, std::int64_t total, std::string_view place) {
  if (!is_terminal_) return;
  const double now_ms = watch_.elapsed_ms();
  if (now_ms - drawn_ms_ < k_pause_ms) return;
  drawn_ms_ = now_ms;
  is_drawn_ = true;
  const std::string line = "\r" + progress_line(name_, done, total, now_ms, place) + "\x1b[K";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace ohmstead::app
