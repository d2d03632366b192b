#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The window on a display of its own, driven by a mouse and a keyboard that are made up.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1

python=/usr/bin/python3
work=$(mktemp -d)
display_pid=
end() {
	[[ -z $display_pid ]] || kill "$display_pid" 2>/dev/null
	rm -rf "$work"
}
trap end EXIT

skip() {
	echo "SKIP window: $1"
	exit 0
}

[[ -x build/redarc-globe ]] || skip "no redarc-globe was built (SDL2, FreeType or libpng is missing)"
command -v Xvfb >/dev/null || skip "there is no Xvfb"
"$python" -c 'import Xlib' 2>/dev/null || skip "there is no python3-xlib"

chmod 755 "$work"
mkfifo "$work/number"
Xvfb -displayfd 3 -screen 0 1024x768x24 -ac -noreset -nolisten tcp 3>"$work/number" 2>"$work/Xvfb.log" &
display_pid=$!
read -r -t 20 number <"$work/number" || skip "Xvfb does not start: $(tail -n 1 "$work/Xvfb.log")"

export DISPLAY=:$number SDL_VIDEODRIVER=x11 LC_ALL=C
unset WAYLAND_DISPLAY XAUTHORITY
"$python" tests/window/window.py "$work"
