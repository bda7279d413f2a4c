// A planned device: its physics and its costs, stated once for every engine.
//
// The grid, inverters and batteries carry the home's balance and have their own files; everything
// else that draws power is an Element. One element may be several devices that hang together, such
// as rooms and their heaters. An engine decides the powers and states of a Track; what follows from
// them (states of charge, temperatures), what that costs and whether it is possible is told by the
// element alone, so that every engine, the evaluator and the check of plans mean the same device.
// docs/new-element.md adds one step by step. Units: kW, kWh, deg C, money. Thread rule: elements do
// not change after they are made.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

class Account;
class LinearHome;
class CostFloor;
class SwitchedDevice;

// What one device does, one value per slot.
struct Track {
  // Decisions: all that an engine chooses.
  std::vector<double> power_kw;  // drawn from the home; negative: given to it
  std::vector<int> state;        // index into Device::states; all 0 where there is only one
  // Consequences, filled by Element::complete(); empty where the device has no such thing.
  std::vector<double> soc_kwh, temperature_c, mass_c, heat_kw, elsewhere_kwh;

  explicit Track(std::size_t slots = 0) : power_kw(slots, 0.0), state(slots, 0) {}
};

struct Device {
  std::string id;
  std::vector<std::string> states;  // names for people, such as "off" and "on"; empty: none
  double most_drawn_kw = 0.0;
  double most_given_kw = 0.0;
};

// An element's share of a linear model: how to read its decisions from a solution, and how to write
// decisions into the values of its integer columns (nothing to write where it has none).
struct LinearPart {
  std::function<void(std::span<const double> values, std::span<Track> tracks)> take;
  std::function<void(std::span<const Track> tracks, std::span<double> values)> give;
  bool has_switches = false;  // decisions that a relaxed model may leave half taken
};

// Told about each impossibility: slot, device of the element, field of the plan, message.
using Refuse = std::function<void(std::size_t slot, std::size_t device, const char* field,
                                  const std::string& message)>;

class Element {
 public:
  virtual ~Element() = default;

  [[nodiscard]] virtual std::span<const Device> devices() const = 0;

  // Adds columns and rows whose cost at the optimum is what bill() says of the decisions taken.
  [[nodiscard]] virtual LinearPart add_to(LinearHome& linear) const = 0;
  // Fills the consequences of the decisions. Never fails: what is impossible is left to check().
  virtual void complete(std::span<Track> tracks) const = 0;
  // Books what completed tracks cost beside the power they draw.
  virtual void bill(std::span<const Track> tracks, Account& account) const = 0;
  // Reports powers and states that the device cannot do.
  virtual void check(std::span<const Track> tracks, const Refuse& refuse) const = 0;
  // The decisions of a home without a planner: charge at once, heat by thermostat, start at once.
  virtual void act_by_habit(std::span<Track> tracks) const = 0;
  // Its devices that a search over on/off schedules may change; none for most.
  [[nodiscard]] virtual std::vector<std::unique_ptr<SwitchedDevice>> switched() const;
  // What its switched devices cost at least at prices; null where that is not known.
  [[nodiscard]] virtual std::unique_ptr<CostFloor> cost_floor() const;
  // Worth of what is stored at the start; bill() books the worth at the end less this.
  [[nodiscard]] virtual double start_worth() const { return 0.0; }
};

}  // namespace ohmstead::plan
