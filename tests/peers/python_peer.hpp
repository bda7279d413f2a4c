// A peer written in Python, from the public package index: installed into an environment of its own
// in the build folder, started with a script beside this file, ended with the object.
//
//   PythonPeer peer{"pymodbus==3.16.1", "modbus_device.py", {}};
//   if (!peer.is_up()) GTEST_SKIP() << peer.why_not();
#pragma once

#include <deque>
#include <string>
#include <vector>

namespace ohmstead::peers {

class PythonPeer {
 public:
  // `packages`: exact versions, apart by blanks.
  PythonPeer(const std::string& packages, const std::string& script,
             const std::vector<std::string>& words);
  ~PythonPeer();
  PythonPeer(const PythonPeer&) = delete;
  PythonPeer& operator=(const PythonPeer&) = delete;

  [[nodiscard]] bool is_up() const { return id_ > 0; }
  // Such as that the index could not be reached.
  [[nodiscard]] const std::string& why_not() const { return why_not_; }
  // Its next line, without the end; empty when none comes in time, or it has ended.
  std::string read_line(int patience_s = 30);
  // The first line that begins so, now or in time; the others stay for later questions, because
  // what a peer does at once may be printed in any order.
  std::string read_until(const std::string& beginning, int patience_s = 60);
  void say(const std::string& line);
  void end();

 private:
  int id_ = 0;
  int in_ = -1;   // what it is told
  int out_ = -1;  // what it prints
  std::string next_line(int patience_s);
  std::string waiting_;
  std::deque<std::string> passed_over_;
  std::string why_not_;
};

}  // namespace ohmstead::peers
