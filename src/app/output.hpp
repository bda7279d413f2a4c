// Reading input files and writing results: the program's edge towards files, pipes and terminals.
//
// Results go to standard output, everything else to standard error. When the reader of standard
// output has gone away (ohmstead plan | head), the error is `cancelled` without a message, and the
// program ends quietly. Thread rule: main thread.
#pragma once

#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"

namespace ohmstead::app {

struct InputFile {
  std::string name;  // for messages
  std::string text;
};

// Reads a file; "-" is standard input. Refuses folders and more than 256 MB.
[[nodiscard]] base::Result<InputFile> read_input(const std::string& path);

// Writes and flushes; `cancelled` without message when nobody reads any more.
[[nodiscard]] base::Result<void> write_output(std::string_view text);

// Writes a result file: whole or not at all, through symbolic links. Devices and pipes are written
// as they are; a folder is refused.
[[nodiscard]] base::Result<void> write_result_file(const std::string& path, std::string_view text);

// One line (or several) on standard error, without control characters.
void write_note(std::string_view text);

}  // namespace ohmstead::app
