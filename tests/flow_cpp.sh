#!/bin/sh
# flow_cpp.sh - pos-adapters/cpp/regulars.hpp, built by g++ and clang++ without a warning. The tests
# themselves are in pos-adapters/cpp/test/run.cpp.
#
# In:  REGULARS, REGULARS_SO, REGULARS_BUILD, REGULARS_SAN.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

flags="-std=c++17 -I$root -I$root/plugin -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror"
source=$root/pos-adapters/cpp/test/run.cpp
if ! command -v g++ >/dev/null; then
	echo '1..0 # SKIP g++ is not installed'
	exit 0
fi
cd "$root" || exit 1
if command -v clang++ >/dev/null; then
	# shellcheck disable=SC2086
	clang++ $flags -fsyntax-only "$source" || exit 1
fi
# shellcheck disable=SC2086
g++ $flags -O1 -g ${REGULARS_SAN:-} "$source" -o "$folder/run" -lcjson -ldl -pthread || exit 1
cd "$folder" || exit 1
REGULARS=$command "$folder/run" "$root" "$folder"
