#include "site_secrets.hpp"

#include <filesystem>

namespace ohmstead::app {

base::Result<std::vector<home::Secret>> secrets_of(const home::Site& site,
                                                   const std::string& site_file) {
  if (!site.secrets_file) return std::vector<home::Secret>{};
  return home::read_secrets(std::filesystem::path{site_file}.parent_path() / *site.secrets_file);
}

}  // namespace ohmstead::app
