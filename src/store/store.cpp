#include "ohmstead/store/store.hpp"

#include "connection.hpp"

namespace ohmstead::store {

base::Result<Store> Store::open(const std::filesystem::path& path, const StoreOptions& options) {
  auto connection = open_connection(path, options);
  if (!connection) return tl::unexpected{connection.error()};
  return Store{std::move(*connection)};
}

Store::Store(std::unique_ptr<Connection> connection) : connection_{std::move(connection)} {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

const std::string& Store::path() const { return connection_->path; }

}  // namespace ohmstead::store
