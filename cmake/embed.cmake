# Puts files into a target as bytes, without a copy in C++ source:
#
#   ohmstead_embed(<target> [BASE <folder>] [AS <folder>] FILES <files...>)
#
# The target may then include "embedded.hpp" and call ohmstead::app::embedded_files(). The name of
# a file is its path relative to BASE (default: the project folder), put into the folder AS when
# given. Further calls for the same target add their files.
function(ohmstead_embed target)
  cmake_parse_arguments(PARSE_ARGV 1 EMBED "" "BASE;AS" "FILES")
  if(NOT EMBED_BASE)
    set(EMBED_BASE "${PROJECT_SOURCE_DIR}")
  endif()
  get_target_property(pairs ${target} OHMSTEAD_EMBEDDED)  # path and name by turns
  if(NOT pairs)
    set(pairs "")
    target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded/embedded.S"
                                     "${CMAKE_CURRENT_BINARY_DIR}/embedded/embedded.cpp")
    target_include_directories(${target} PUBLIC "${CMAKE_CURRENT_BINARY_DIR}/embedded")
  endif()
  foreach(file IN LISTS EMBED_FILES)
    get_filename_component(file "${file}" ABSOLUTE)
    file(RELATIVE_PATH name "${EMBED_BASE}" "${file}")
    if(EMBED_AS)
      string(PREPEND name "${EMBED_AS}/")
    endif()
    list(APPEND pairs "${file}" "${name}")
    set_property(SOURCE "${CMAKE_CURRENT_BINARY_DIR}/embedded/embedded.S"
                 APPEND PROPERTY OBJECT_DEPENDS "${file}")
  endforeach()
  set_target_properties(${target} PROPERTIES OHMSTEAD_EMBEDDED "${pairs}")
  ohmstead_write_embedded("${CMAKE_CURRENT_BINARY_DIR}/embedded" "${pairs}")
endfunction()

function(ohmstead_write_embedded out pairs)
  set(assembly ".section .note.GNU-stack,\"\",%progbits\n.section .rodata\n")
  set(count 0)
  while(pairs)
    list(POP_FRONT pairs file name)
    set(symbol "ohmstead_embedded_${count}")
    string(APPEND assembly ".global ${symbol}_begin\n.global ${symbol}_end\n.balign 16\n"
                           "${symbol}_begin: .incbin \"${file}\"\n${symbol}_end: .byte 0\n")
    string(APPEND symbols "extern const char ${symbol}_begin[];\nextern const char ${symbol}_end[];\n")
    string(APPEND entries "      EmbeddedFile{\"${name}\", view(${symbol}_begin, ${symbol}_end)},\n")
    math(EXPR count "${count} + 1")
  endwhile()
  file(CONFIGURE OUTPUT "${out}/embedded.S" CONTENT "${assembly}" @ONLY)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/embedded.hpp.in" "${out}/embedded.hpp" COPYONLY)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/embedded.cpp.in" "${out}/embedded.cpp" @ONLY)
endfunction()
