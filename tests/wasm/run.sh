#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The globe for wasm32: that it links, and that it makes of a stream what it makes of it here.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/verdict.sh

bin=build/tests/wasm
scene=build/tests/golden/scene
font=build/data/font.atlas
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [[ ! -x $bin/count ]]; then
	echo "SKIP wasm: no redarc-globe was built (SDL2, FreeType or libpng is missing)"
	exit 0
elif [[ ! -f $bin/count.wasm ]]; then
	echo "SKIP wasm: wasi-libc is missing"
	exit 0
fi

is_wasm() { [[ $(head -c 4 "$bin/count.wasm" | od -An -tx1) = " 00 61 73 6d" ]]; }

# What a browser has to bring: of the system only what a file and a clock need.
asks_for_little() {
	! strings -n 6 "$bin/count.wasm" | grep -E '^(sock_|SDL_|gl[A-Z])'
}

input() { # scene...
	local size

	size=$(stat -c %s $font)
	printf "$(printf '\\x%02x' $((size & 255)) $((size >> 8 & 255)) $((size >> 16 & 255)) \
		$((size >> 24)))"
	cat $font
	"$scene" "$@"
}

agrees() { # scene...
	input "$@" >"$work/in"
	"$bin/count" <"$work/in" >"$work/here" || return 1
	node --no-warnings tests/wasm/run.mjs "$bin/count.wasm" <"$work/in" >"$work/there" || return 1
	cat "$work/here"
	grep -q '^records [1-9].* strands [1-9]' "$work/here" && diff "$work/here" "$work/there"
}

check "wasm: the globe compiles and links for wasm32" is_wasm
check "wasm: it asks for neither sockets nor a window" asks_for_little
if command -v node >/dev/null; then
	check "wasm: of a scene it makes the same arcs as here" agrees full
	check "wasm: of 10,000 peers it makes the same arcs as here" agrees many 10000
else
	echo "SKIP wasm: no node to run it with"
fi
verdict_end
