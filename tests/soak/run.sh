#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The window beside a sensor that never rests, under a hand that does not either.
#
# usage: tests/soak/run.sh [MINUTES]     2 when none are given; the figures are printed as comments
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/display.sh

open_display
PYTHONPATH=tests/window "$python" tests/soak/soak.py "$work" "${1:-2}"
