# SPDX-License-Identifier: BSD-2-Clause
# display.sh - a display of its own for a window that is driven; ended with the script.
#
# Leaves DISPLAY, $work, a folder of the display's life, and $python, which has Xlib.

python=/usr/bin/python3
work=
display_pid=

skip() { # why
	echo "SKIP $(basename "$(dirname "$0")"): $1"
	exit 0
}

end_display() {
	[[ -z $display_pid ]] || kill "$display_pid" 2>/dev/null
	rm -rf "$work"
}

open_display() {
	local number

	[[ -x build/redarc-globe ]] ||
		skip "no redarc-globe was built (SDL2, FreeType or libpng is missing)"
	command -v Xvfb >/dev/null || skip "there is no Xvfb"
	"$python" -c 'import Xlib' 2>/dev/null || skip "there is no python3-xlib"
	work=$(mktemp -d)
	trap end_display EXIT
	chmod 755 "$work"
	mkfifo "$work/number"
	Xvfb -displayfd 3 -screen 0 1024x768x24 -ac -noreset -nolisten tcp 3>"$work/number" \
		2>"$work/Xvfb.log" &
	display_pid=$!
	read -r -t 20 number <"$work/number" ||
		skip "Xvfb does not start: $(tail -n 1 "$work/Xvfb.log")"
	export DISPLAY=:$number SDL_VIDEODRIVER=x11 LC_ALL=C
	unset WAYLAND_DISPLAY XAUTHORITY
}
