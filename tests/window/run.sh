#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The window on a display of its own, driven by a mouse and a keyboard that are made up.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/display.sh

open_display
"$python" tests/window/window.py "$work"
