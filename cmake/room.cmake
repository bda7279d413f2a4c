# A room is one folder under src/, one static library and one namespace ohmstead::<room>.
#
#   ohmstead_room(NAME <room> DEPENDS <rooms...>
#                 PUBLIC_LIBRARIES <targets...>   # third party seen in the room's public headers
#                 LIBRARIES <targets...>)         # third party used in its .cpp files only
#
# src/<room>/include/ohmstead/<room>/  public headers, each of which must compile alone
# src/<room>/**.hpp                    private headers, visible to this room only
# src/<room>/**_test.cpp               the test program <room>_tests
# src/<room>/testing/                  what the tests share; not part of the library
# src/<room>/main.cpp                  an executable of its own, not part of the library

# Which rooms may a room use? A new room starts with a line here.
set(OHMSTEAD_ROOMS base net describe home forecast solve ports connect plan control engine api store simulate app)
set(OHMSTEAD_USES_base)
set(OHMSTEAD_USES_net base)
set(OHMSTEAD_USES_describe base)
set(OHMSTEAD_USES_home base describe)
set(OHMSTEAD_USES_forecast base home)
set(OHMSTEAD_USES_solve base)
set(OHMSTEAD_USES_plan base home solve)
set(OHMSTEAD_USES_ports base home)
set(OHMSTEAD_USES_connect base describe home ports net)
set(OHMSTEAD_USES_control base home)
set(OHMSTEAD_USES_engine base home forecast ports plan control)
set(OHMSTEAD_USES_api base describe home ports engine net)
set(OHMSTEAD_USES_store base describe home)
set(OHMSTEAD_USES_simulate base describe home forecast ports plan control engine)
set(OHMSTEAD_USES_app base net describe home forecast solve ports connect plan control engine api store simulate)

function(ohmstead_check_dependencies room)
  if(NOT room IN_LIST OHMSTEAD_ROOMS)
    message(FATAL_ERROR "room '${room}' is not in the table of cmake/room.cmake")
  endif()
  foreach(dependency IN LISTS ARGN)
    if(NOT dependency IN_LIST OHMSTEAD_ROOMS)
      message(FATAL_ERROR "room '${room}' depends on the unknown room '${dependency}'")
    elseif(NOT dependency IN_LIST OHMSTEAD_USES_${room})
      list(JOIN OHMSTEAD_USES_${room} ", " allowed)
      message(FATAL_ERROR "room '${room}' must not depend on room '${dependency}'; "
                          "allowed: ${allowed} (table in cmake/room.cmake)")
    endif()
  endforeach()
endfunction()

function(ohmstead_room)
  cmake_parse_arguments(PARSE_ARGV 0 ROOM "" "NAME" "DEPENDS;PUBLIC_LIBRARIES;LIBRARIES")
  if(ROOM_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "ohmstead_room: unknown argument '${ROOM_UNPARSED_ARGUMENTS}'")
  endif()
  ohmstead_check_dependencies("${ROOM_NAME}" ${ROOM_DEPENDS})

  set(folder "${CMAKE_CURRENT_SOURCE_DIR}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/*.cpp")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${folder}/include/ohmstead/${ROOM_NAME}/*.hpp")
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "(_test\\.cpp|/testing/[a-z_]+\\.cpp)$")
  list(FILTER sources EXCLUDE REGEX "(_test\\.cpp|/testing/[a-z_]+\\.cpp)$")
  list(REMOVE_ITEM sources "${folder}/main.cpp")
  if(NOT sources AND NOT headers)
    message(FATAL_ERROR "room ${ROOM_NAME} is empty")
  endif()
  if(NOT sources)  # headers only: a static library still wants one source
    set(sources "${CMAKE_CURRENT_BINARY_DIR}/headers_only.cpp")
    file(CONFIGURE OUTPUT "${sources}" CONTENT "// This room has public headers only.\n")
  endif()

  set(library ohmstead_${ROOM_NAME})
  add_library(${library} STATIC ${sources})
  add_library(ohmstead::${ROOM_NAME} ALIAS ${library})
  target_sources(${library} PUBLIC FILE_SET HEADERS BASE_DIRS "${folder}/include" FILES ${headers})
  target_include_directories(${library} PRIVATE "${folder}")
  list(TRANSFORM ROOM_DEPENDS PREPEND ohmstead:: OUTPUT_VARIABLE rooms)
  target_link_libraries(${library} PUBLIC ${rooms} ${ROOM_PUBLIC_LIBRARIES}
                                   PRIVATE ${ROOM_LIBRARIES})
  if(TARGET ohmstead_often)
    target_precompile_headers(${library} REUSE_FROM ohmstead_often)
  endif()
  if(tests)
    ohmstead_test_program(NAME ${ROOM_NAME}_tests LABEL unit SOURCES ${tests}
                          LIBRARIES ohmstead::${ROOM_NAME} ${ROOM_LIBRARIES})
    if(TARGET ${ROOM_NAME}_tests)
      target_include_directories(${ROOM_NAME}_tests PRIVATE "${folder}")
    endif()
  endif()
endfunction()

# Tests compile in three quarters of the time with less optimisation, and what they test is a room,
# which has all of it. Undefined behaviour, too, is looked for in the room.
function(ohmstead_test_options target)
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(${target} PRIVATE -O1)
  endif()
  if(OHMSTEAD_SANITIZE MATCHES "undefined")
    target_compile_options(${target} PRIVATE -fno-sanitize=undefined)
  endif()
endfunction()

# One GoogleTest program, registered as one CTest test that also writes its counts to
# <build>/reports/<name>.json. Test code may use the path given as a definition below.
#   ohmstead_test_program(NAME <name> LABEL <label> SOURCES <files...> LIBRARIES <targets...>)
function(ohmstead_test_program)
  cmake_parse_arguments(PARSE_ARGV 0 TEST "" "NAME;LABEL" "SOURCES;LIBRARIES")
  if(NOT OHMSTEAD_TESTS OR NOT TARGET GTest::gtest_main)
    return()
  endif()
  add_executable(${TEST_NAME} ${TEST_SOURCES})
  set_target_properties(${TEST_NAME} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  # Only where it is used, as it makes an object differ from clone to clone.
  foreach(source IN LISTS TEST_SOURCES)
    get_filename_component(path "${source}" ABSOLUTE)
    file(STRINGS "${path}" uses REGEX OHMSTEAD_SOURCE_DIR LIMIT_COUNT 1)
    if(uses)
      set_property(SOURCE "${source}" APPEND PROPERTY
                   COMPILE_DEFINITIONS OHMSTEAD_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    endif()
  endforeach()
  target_link_libraries(${TEST_NAME} PRIVATE ${TEST_LIBRARIES} GTest::gtest_main GTest::gmock)
  ohmstead_test_options(${TEST_NAME})
  if(TARGET ohmstead_often_tested)
    target_precompile_headers(${TEST_NAME} REUSE_FROM ohmstead_often_tested)
  endif()
  if(TARGET rapidcheck_gtest)
    target_link_libraries(${TEST_NAME} PRIVATE rapidcheck rapidcheck_gtest)
    target_compile_definitions(${TEST_NAME} PRIVATE OHMSTEAD_HAS_RAPIDCHECK)
  endif()
  add_test(NAME ${TEST_NAME}
           COMMAND ${TEST_NAME} --gtest_brief=1
                   --gtest_output=json:${CMAKE_BINARY_DIR}/reports/${TEST_NAME}.json
           WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${TEST_NAME} PROPERTIES LABELS ${TEST_LABEL})
endfunction()
