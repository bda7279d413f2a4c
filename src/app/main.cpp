#include "ohmstead/app/command_line.hpp"

int main(int argc, char** argv) { return ohmstead::app::run_command_line(argc, argv); }
