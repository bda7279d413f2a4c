#include "ohmstead/home/brand_profile.hpp"

#include <algorithm>

#include "check_connections.hpp"
#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/write.hpp"
#include "site_connection_fields.hpp"

namespace ohmstead::home {

struct BrandProfile {
  std::vector<PointReading> readings;
  std::vector<PointCommands> commands;
};

constexpr auto fields_of(const BrandProfile*) {
  using namespace describe;
  return std::make_tuple(
      field("readings", &BrandProfile::readings, "what is read", optional),
      field("commands", &BrandProfile::commands, "what devices can be told", optional));
}

namespace {

bool is_of_home(const std::string& name) {
  return name == "grid" || name == "pv" || name == "load" || name == "outdoor";
}

// What a name of the profile stands for in this home; empty: it is not wanted there.
std::string ours_of(const std::string& theirs, const std::vector<PairedDevice>& devices) {
  if (devices.empty()) return theirs;
  const bool is_home = is_of_home(theirs);
  for (const PairedDevice& pair : devices) {
    if (is_home ? pair.ours == "home" : pair.theirs == theirs) return is_home ? theirs : pair.ours;
  }
  return {};
}

bool has_reading(const Connection& connection, const PointReading& reading) {
  return std::any_of(
      connection.readings.begin(), connection.readings.end(),
      [&](const PointReading& own) { return own.of == reading.of && own.value == reading.value; });
}

bool has_commands(const Connection& connection, const std::string& device) {
  return std::any_of(connection.commands.begin(), connection.commands.end(),
                     [&](const PointCommands& own) { return own.device == device; });
}

void merge(Connection& connection, BrandProfile ours) {
  const Connection own = connection;
  for (PointReading& each : ours.readings) {
    if (!each.of.empty() && !has_reading(own, each)) connection.readings.push_back(std::move(each));
  }
  for (PointCommands& each : ours.commands) {
    if (!each.device.empty() && !has_commands(own, each.device))
      connection.commands.push_back(std::move(each));
  }
  connection.profile.clear();
  connection.devices.clear();
}

// In names of the home; empty ones are not wanted there.
BrandProfile as_ours(BrandProfile profile, const std::vector<PairedDevice>& devices) {
  for (PointReading& each : profile.readings) each.of = ours_of(each.of, devices);
  for (PointCommands& each : profile.commands) each.device = ours_of(each.device, devices);
  return profile;
}

// Names that the profile does not have.
std::string unknown_of(const BrandProfile& profile, const Connection& connection) {
  for (const PairedDevice& pair : connection.devices) {
    if (pair.ours == "home") continue;
    const bool is_there = std::any_of(profile.readings.begin(), profile.readings.end(),
                                      [&](const auto& each) { return each.of == pair.theirs; }) ||
                          std::any_of(profile.commands.begin(), profile.commands.end(),
                                      [&](const auto& each) { return each.device == pair.theirs; });
    if (!is_there) return pair.theirs;
  }
  return {};
}

}  // namespace

std::string profile_schema() {
  return describe::write_schema<BrandProfile>("Ohmstead file of ready points");
}
std::string profile_reference() {
  return describe::write_reference<BrandProfile>("Reference of files of ready points");
}

bool is_profile_file(const std::string& profile) {
  return profile.ends_with(".yaml") || profile.ends_with(".yml");
}

base::Result<void> add_profile(Site& site, std::size_t connection, const ProfileFile& file) {
  const auto tree = describe::parse_yaml(file.text, file.name);
  if (!tree) return tl::unexpected{tree.error()};
  BrandProfile profile;
  describe::Problems problems{file.name, *tree};
  describe::read_fields(*tree, profile, problems);
  Connection& target = site.connections.at(connection);
  if (const std::string name = unknown_of(profile, target); !name.empty())
    problems.add(
        "", "has nothing of '" + name + "', which devices of connection " + target.id + " name");
  BrandProfile ours = as_ours(std::move(profile), target.devices);
  find_point_problems(site, connection, {ours.readings, ours.commands}, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  merge(target, std::move(ours));
  return {};
}

}  // namespace ohmstead::home
