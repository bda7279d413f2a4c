// The planned devices of a site in a case: weeks become instants, readings become states.
//
// Cars. A trip of the site file counts as it stands, but for what is measured now: a car that is
// plugged in within the first hour of its trip leaves late, at the end of the running slot; later
// it is at home until its next trip (it came back early, or never left). A car that is not plugged
// in outside its trips is taken to come within an hour, at each plan anew, and to have driven
// nothing. While it is plugged in it uses the charger that it is told to be at. Appliances: the
// next run that is not done is planned, one at a time. What no reading tells is as the site file
// assumes. Thread rule: pure functions.
#pragma once

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::plan {

// Precondition: `home` has its slots, outdoor temperature and irradiance.
void add_devices(home::Case& home, const home::Site& site, const base::Zone& zone,
                 const home::DeviceReadings& readings);

}  // namespace ohmstead::plan
