// What each kind of planned device has to check and to fill in; one file check_<device>.cpp each.
#pragma once

#include <set>
#include <string>

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::home {

// Reports what the field table cannot say, with `path` as the place of the device.
void find_problems(const Battery& battery, const Case& home, const std::string& path,
                   describe::Problems& problems);
// Of how its powers, losses and wear depend on power, state of charge and temperature.
void find_limit_problems(const Battery& battery, const Case& home, const std::string& path,
                         describe::Problems& problems);
// A curve used one way. `verb` says what the inside does with the power of a point, as in "stores".
struct CurveUse {
  bool is_inward = true;
  const char* verb = "";
};
void find_problems(const Efficiency& efficiency, CurveUse use, const std::string& path,
                   describe::Problems& problems);
void find_problems(const Inverter& inverter, const Case& home, const std::string& path,
                   describe::Problems& problems);
void find_problems(const Charger& charger, const std::string& path, describe::Problems& problems);
void find_problems(const Vehicle& vehicle, const Case& home, const std::string& path,
                   describe::Problems& problems);
void find_problems(const Appliance& appliance, const Case& home, const std::string& path,
                   describe::Problems& problems);
void find_problems(const ThermalZone& zone, const Case& home, const std::string& path,
                   describe::Problems& problems);
void find_problems(const HeatSource& source, const Case& home, const std::string& path,
                   describe::Problems& problems);
void find_problems(const WaterHeater& heater, const Case& home, const std::string& path,
                   describe::Problems& problems);

// The blocks of the case; places are below `manual_blocks`.
void find_manual_problems(const Case& home, describe::Problems& problems);
void find_problems(const MultipassSettings& settings, const std::string& path,
                   describe::Problems& problems);
void find_problems(const std::vector<DayOutlook>& days, const std::string& path,
                   describe::Problems& problems);

// Of the grid connection.
void find_grid_problems(const Case& home, describe::Problems& problems);
// `devices` holds the names of all planned devices and batteries.
void find_phase_device_problems(const Case& home, const std::set<std::string>& devices,
                                describe::Problems& problems);
void find_power_limit_problems(const Case& home, const std::set<std::string>& devices,
                               describe::Problems& problems);

// Precondition: there are scenarios.
void find_scenario_problems(const Case& home, describe::Problems& problems);

}  // namespace ohmstead::home
