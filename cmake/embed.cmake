# Puts files into a target as bytes, without a copy in C++ source:
#
#   ohmstead_embed(<target> BASE <folder> FILES <files...>)
#
# The target may then include "embedded.hpp" and call ohmstead::app::embedded_files(). The name of
# a file is its path relative to BASE (default: the project folder).
function(ohmstead_embed target)
  cmake_parse_arguments(PARSE_ARGV 1 EMBED "" "BASE" "FILES")
  if(NOT EMBED_BASE)
    set(EMBED_BASE "${PROJECT_SOURCE_DIR}")
  endif()
  set(out "${CMAKE_CURRENT_BINARY_DIR}/embedded")
  set(assembly ".section .note.GNU-stack,\"\",%progbits\n.section .rodata\n")
  set(count 0)
  foreach(file IN LISTS EMBED_FILES)
    get_filename_component(file "${file}" ABSOLUTE)
    file(RELATIVE_PATH name "${EMBED_BASE}" "${file}")
    set(symbol "ohmstead_embedded_${count}")
    string(APPEND assembly ".global ${symbol}_begin\n.global ${symbol}_end\n.balign 16\n"
                           "${symbol}_begin: .incbin \"${file}\"\n${symbol}_end: .byte 0\n")
    string(APPEND symbols "extern const char ${symbol}_begin[];\nextern const char ${symbol}_end[];\n")
    string(APPEND entries "      EmbeddedFile{\"${name}\", view(${symbol}_begin, ${symbol}_end)},\n")
    set_property(SOURCE "${out}/embedded.S" APPEND PROPERTY OBJECT_DEPENDS "${file}")
    math(EXPR count "${count} + 1")
  endforeach()
  file(CONFIGURE OUTPUT "${out}/embedded.S" CONTENT "${assembly}" @ONLY)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/embedded.hpp.in" "${out}/embedded.hpp" COPYONLY)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/embedded.cpp.in" "${out}/embedded.cpp" @ONLY)
  target_sources(${target} PRIVATE "${out}/embedded.S" "${out}/embedded.cpp")
  target_include_directories(${target} PUBLIC "${out}")
endfunction()
