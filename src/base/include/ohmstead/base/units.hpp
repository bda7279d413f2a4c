// Physical quantities and money as types, so that power can never be added to energy by mistake.
//
// A Quantity is a double with a meaning; it costs nothing at run time. Only the products that have
// a meaning are defined below. Series<Q> (series.hpp) packs many of them. Units: Power kW, Energy
// kWh, Hours h, Money in the site's currency, EnergyPrice money/kWh, PowerPrice money/kW, Ratio
// 0..1, Celsius deg C. Signs: see docs/glossary.md.
//
//   Energy stored = 2.5_kw * hours(std::chrono::minutes{15});
//   Money cost = stored * EnergyPrice{0.31};
#pragma once

#include <chrono>
#include <compare>

namespace ohmstead::base {

template <class Dimension>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double value) : value_{value} {}

  [[nodiscard]] constexpr double value() const { return value_; }
  // The packed number itself, for readers of files and solvers.
  [[nodiscard]] constexpr double& raw() { return value_; }

  friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    return Quantity{a.value_ + b.value_};
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    return Quantity{a.value_ - b.value_};
  }
  friend constexpr Quantity operator-(Quantity a) { return Quantity{-a.value_}; }
  friend constexpr Quantity operator*(Quantity a, double factor) {
    return Quantity{a.value_ * factor};
  }
  friend constexpr Quantity operator*(double factor, Quantity a) { return a * factor; }
  friend constexpr Quantity operator/(Quantity a, double divisor) {
    return Quantity{a.value_ / divisor};
  }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }
  constexpr Quantity& operator+=(Quantity other) {
    value_ += other.value_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value_ -= other.value_;
    return *this;
  }

 private:
  double value_ = 0.0;
};

using Power = Quantity<struct PowerDimension>;
using Energy = Quantity<struct EnergyDimension>;
using Hours = Quantity<struct HoursDimension>;
using Money = Quantity<struct MoneyDimension>;
using EnergyPrice = Quantity<struct EnergyPriceDimension>;
using PowerPrice = Quantity<struct PowerPriceDimension>;
using Ratio = Quantity<struct RatioDimension>;
using Celsius = Quantity<struct CelsiusDimension>;

constexpr Energy operator*(Power power, Hours time) { return Energy{power.value() * time.value()}; }
constexpr Energy operator*(Hours time, Power power) { return power * time; }
constexpr Power operator/(Energy energy, Hours time) {
  return Power{energy.value() / time.value()};
}
constexpr Hours operator/(Energy energy, Power power) {
  return Hours{energy.value() / power.value()};
}
constexpr Money operator*(Energy energy, EnergyPrice price) {
  return Money{energy.value() * price.value()};
}
constexpr Money operator*(EnergyPrice price, Energy energy) { return energy * price; }
constexpr EnergyPrice operator/(Money money, Energy energy) {
  return EnergyPrice{money.value() / energy.value()};
}
constexpr Money operator*(Power power, PowerPrice price) {
  return Money{power.value() * price.value()};
}
constexpr Power operator*(Power power, Ratio ratio) { return power * ratio.value(); }
constexpr Energy operator*(Energy energy, Ratio ratio) { return energy * ratio.value(); }
constexpr EnergyPrice operator*(EnergyPrice price, Ratio ratio) { return price * ratio.value(); }

constexpr Hours hours(std::chrono::seconds duration) {
  return Hours{static_cast<double>(duration.count()) / 3600.0};
}

namespace literals {
constexpr Power operator""_kw(long double v) { return Power{static_cast<double>(v)}; }
constexpr Power operator""_kw(unsigned long long v) { return Power{static_cast<double>(v)}; }
constexpr Energy operator""_kwh(long double v) { return Energy{static_cast<double>(v)}; }
constexpr Energy operator""_kwh(unsigned long long v) { return Energy{static_cast<double>(v)}; }
constexpr EnergyPrice operator""_per_kwh(long double v) {
  return EnergyPrice{static_cast<double>(v)};
}
}  // namespace literals

}  // namespace ohmstead::base
