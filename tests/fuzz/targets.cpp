#include "targets.hpp"

#include <iterator>

#include "ohmstead/base/file.hpp"

namespace ohmstead::fuzz {

std::string read_seed(std::string_view path) {
  return base::read_file(std::string{OHMSTEAD_SOURCE_DIR} + "/" + std::string{path}).value();
}

std::vector<Target> all_targets() {
  std::vector<Target> all;
  for (auto some : {network_targets(), document_targets(), service_targets(), planner_targets(),
                    source_targets(), register_targets(), charge_point_targets(), broker_targets(),
                    hub_targets()})
    all.insert(all.end(), std::make_move_iterator(some.begin()),
               std::make_move_iterator(some.end()));
  return all;
}

}  // namespace ohmstead::fuzz
