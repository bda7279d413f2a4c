"""Proves on a small project of its own that cmake/room.cmake guards the walls between rooms:

an upward or unknown dependency stops the configure step; an include of a room that is not a
dependency, or of another room's private header, does not compile; a public header that does not
compile alone is caught. Each case is compared with the sound project, which builds.

    rooms_test.py [CMAKE [CXX_COMPILER]]
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CMAKE = sys.argv[1] if len(sys.argv) > 1 else "cmake"
COMPILER = sys.argv[2] if len(sys.argv) > 2 else "c++"

SOUND = {
    "CMakeLists.txt": """
cmake_minimum_required(VERSION 3.25)
project(house LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
include(cmake/room.cmake)
add_subdirectory(src/base)
add_subdirectory(src/solve)
add_subdirectory(src/plan)
""",
    "src/base/CMakeLists.txt": "ohmstead_room(NAME base)\n",
    "src/base/include/ohmstead/base/time.hpp": "#pragma once\nint now();\n",
    "src/base/time.cpp": '#include "ohmstead/base/time.hpp"\nint now() { return 1; }\n',
    "src/base/inner.hpp": "#pragma once\n",
    "src/solve/CMakeLists.txt": "ohmstead_room(NAME solve DEPENDS base)\n",
    "src/solve/include/ohmstead/solve/lp.hpp":
        "#pragma once\n#include <string>\nstd::string lp();\n",
    "src/solve/lp.cpp": '#include "ohmstead/solve/lp.hpp"\n#include "ohmstead/base/time.hpp"\n'
                        'std::string lp() { return std::to_string(now()); }\n',
    "src/plan/CMakeLists.txt": "ohmstead_room(NAME plan DEPENDS base solve)\n",
    "src/plan/include/ohmstead/plan/planner.hpp": "#pragma once\nint plan();\n",
    "src/plan/planner.cpp": '#include "ohmstead/plan/planner.hpp"\nint plan() { return 2; }\n',
}

# (what it shows, changed files, step that must fail or None, words the message must contain)
CASES = [
    ("sound project", {}, None, ""),
    ("upward dependency", {"src/base/CMakeLists.txt": "ohmstead_room(NAME base DEPENDS plan)\n"},
     "configure", "room 'base' must not depend on room 'plan'"),
    ("sideways dependency",
     {"src/solve/CMakeLists.txt": "ohmstead_room(NAME solve DEPENDS base home)\n"},
     "configure", "room 'solve' must not depend on room 'home'"),
    ("unknown dependency",
     {"src/solve/CMakeLists.txt": "ohmstead_room(NAME solve DEPENDS cellar)\n"},
     "configure", "unknown room 'cellar'"),
    ("unknown room", {"src/base/CMakeLists.txt": "ohmstead_room(NAME cellar)\n"},
     "configure", "room 'cellar' is not in the table"),
    ("misspelt argument", {"src/base/CMakeLists.txt": "ohmstead_room(NAME base DEPEND home)\n"},
     "configure", "unknown argument"),
    ("forbidden include", {"src/base/time.cpp": '#include "ohmstead/plan/planner.hpp"\n'},
     "build", "ohmstead/plan/planner.hpp"),
    ("private header of another room", {"src/plan/planner.cpp": '#include "inner.hpp"\n'},
     "build", "inner.hpp"),
    ("public header that forgot <string>",
     {"src/solve/include/ohmstead/solve/lp.hpp": "#pragma once\nstd::string lp();\n",
      "src/solve/lp.cpp": '#include <string>\n#include "ohmstead/solve/lp.hpp"\n'},
     "headers", "lp.hpp"),
]


def run_steps(root):
    """Runs the steps in order and returns the first that failed with its output."""
    build = root / "build"
    steps = [
        ("configure", [CMAKE, "-G", "Ninja", "-S", root, "-B", build,
                       f"-DCMAKE_CXX_COMPILER={COMPILER}"]),
        ("build", [CMAKE, "--build", build, "-j1"]),
        ("headers", [CMAKE, "--build", build, "-j1", "--target",
                     "all_verify_interface_header_sets"]),
    ]
    for name, command in steps:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode:
            return name, " ".join((answer.stdout + answer.stderr).split())
    return None, ""


def main():
    failed = 0
    for name, changes, expected_step, words in CASES:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in {**SOUND, **changes}.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text)
            shutil.copytree(ROOT / "cmake", root / "cmake")
            step, output = run_steps(root)
        if step != expected_step or words not in output:
            failed += 1
            print(f"{name}: expected to fail in {expected_step} with '{words}', "
                  f"but it was {step}: {output[-400:]}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
