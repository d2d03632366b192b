# SPDX-License-Identifier: BSD-2-Clause
# soak.py - drives the window for so many minutes, watches its memory, and judges at the end.
import os
import re
import subprocess
import sys
import time

from driver import Home, Window, wait

SENSOR = "build/tests/soak/sensor"
SEED = "1"
PAUSE_S = 2.0   # between two acts of the hand
SAMPLE_S = 10.0
GROWTH = 1.05   # of the second quarter's memory: what the last one's may be
ROW = (100, 175)

# All of them within the first quarter of two minutes: what they need is there from then on.
ACTS = [
    lambda w: w.drag(560, 350, 700, 400),
    lambda w: [w.button(4) for _ in range(5)],
    lambda w: w.key("t"),
    lambda w: w.drag(560, 350, 430, 310),
    lambda w: w.key("Escape"),
    lambda w: w.key("v"),
    lambda w: w.drag(560, 350, 600, 300),
    lambda w: w.key("v"),
    lambda w: w.click(*ROW),
    lambda w: w.window.configure(width=860, height=600),
    lambda w: w.key("Escape"),
    lambda w: [w.button(5) for _ in range(5)],
    lambda w: w.window.configure(width=1000, height=700),
    lambda w: w.key("h"),
]


def resident_mb(pid):
    with open("/proc/%d/status" % pid) as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024


def sample(w, now):
    row = now, resident_mb(w.process.pid), w.frames()
    print("# %5.0f s %6.1f MB %6d frames" % row, flush=True)
    return row


def live(w, seconds):
    """One row for each ten seconds: seconds since the start, MB, frames so far."""
    samples, start, turn = [], time.monotonic(), 0
    while (now := time.monotonic() - start) < seconds:
        if now >= len(samples) * SAMPLE_S:
            samples.append(sample(w, now))
        if now >= turn * PAUSE_S:
            ACTS[turn % len(ACTS)](w)
            turn += 1
        assert w.process.poll() is None, "it ended: " + w.said()
        time.sleep(0.05)
    samples.append(sample(w, now))
    return samples


def leave(w):
    for _ in range(3):
        w.key("Escape")
    w.key("q")
    return w.ends(30)


def soak(work, seconds):
    path = os.path.join(work, "sensor")
    sensor = subprocess.Popen([SENSOR, path, SEED, str(int(seconds / 10)), str(int(seconds / 5))])
    try:
        wait("a socket", lambda: os.path.exists(path))
        with Window(Home(work, "soak"), path, "--size", "1000x700", "--frame-times") as w:
            samples = live(w, seconds)
            return samples, leave(w), w.said()
    finally:
        sensor.kill()
        sensor.wait()


def most_mb(samples, begin, end):
    """A sensor that has just come back is told of bit by bit: so the most of some time counts."""
    return max(mb for at, mb, _ in samples if begin <= at <= end)


def verdicts(samples, status, said):
    end = samples[-1][0]
    early, late = most_mb(samples, end / 4, end / 2), most_mb(samples, end * 3 / 4, end)
    step = min(int(60 / SAMPLE_S), len(samples) - 1)
    fewest = min(b[2] - a[2] for a, b in zip(samples, samples[step:]))
    complaints = re.search(r"GL errors\s+(\d+)", said)
    yield "q ends it with 0", status == 0, "status %d" % status
    yield "OpenGL has nothing to complain of", complaints and complaints.group(1) == "0", said
    yield "its memory stays what it was", late <= early * GROWTH, \
        "%.1f MB at most in the second quarter, %.1f MB in the last" % (early, late)
    yield "frames are drawn in every minute", fewest > 0, "%d at least" % fewest


def main():
    work, minutes = sys.argv[1], float(sys.argv[2])
    failed = 0
    try:
        samples, status, said = soak(work, minutes * 60)
    except Exception as e:
        print("not ok 1 - soak: it lives\n# %s" % str(e).replace("\n", "\n# "))
        sys.exit(1)
    print("# " + said.strip().replace("\n", "\n# "))
    for number, (sentence, good, detail) in enumerate(verdicts(samples, status, said), 1):
        failed += not good
        print("%s %d - soak: %s\n# %s" % ("ok" if good else "not ok", number, sentence,
                                          detail.strip().replace("\n", "\n# ")))
    print("1..4")
    sys.exit(failed > 0)


main()
