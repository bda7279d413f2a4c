// The program: reads the command line, runs one command, and turns its outcome into an exit code.
//
// 0 done; 2 bad input, all problems listed; 3 internal failure. Results go to standard output,
// messages to standard error. Thread rule: call once, from main.
//
//   int main(int argc, char** argv) { return ohmstead::app::run_command_line(argc, argv); }
#pragma once

namespace ohmstead::app {

[[nodiscard]] int run_command_line(int argc, const char* const* argv);

}  // namespace ohmstead::app
