#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# How long the sensor takes to read and rank 100,000 counters. Figures of this machine.
set -euo pipefail

cd "$(dirname "$0")/../.."
make -s build/tests/bench/top
echo "| what a view of the busiest costs | measured |"
echo "|---|---|"
build/tests/bench/top
echo
