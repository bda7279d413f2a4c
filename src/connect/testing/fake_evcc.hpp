// An evcc for tests: its state is a text of the form that it has, orders are kept and show in it.
// Thread rule: any thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ohmstead/net/server.hpp"

namespace ohmstead::connect {

class FakeEvcc {
 public:
  explicit FakeEvcc(std::string state);

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server_->port());
  }
  void set_state(std::string state);
  // Every `from` in the state becomes `to`.
  void change(const std::string& from, const std::string& to);
  void want_password(std::string password);
  // Of orders below this path, such as 409; 200 again: they are taken.
  void answer_orders_with(int status, std::string path = "");
  [[nodiscard]] std::vector<std::string> orders() const;

 private:
  net::HttpResponse answer(const net::HttpRequest& request);
  void obey(const std::string& order);

  mutable std::mutex mutex_;
  std::string state_;
  std::string password_;
  int status_ = 200;
  std::string refused_path_;
  std::vector<std::string> orders_;
  std::unique_ptr<net::HttpServer> server_;
};

}  // namespace ohmstead::connect
