# SPDX-License-Identifier: BSD-2-Clause
# window.py - each test is a sentence and a function; a row of KEYS is one key and what it changes.
import os
import signal
import struct
import subprocess
import sys
import time

from driver import GLOBE, Home, Sensor, Window, share, wait
from manager import Manager

WIDTH, HEIGHT = 1000, 700
SIZE = ("--size", "%dx%d" % (WIDTH, HEIGHT))

# Parts of a window of that size: x, y, width, height.
TITLE = (26, 20, 160, 40)
NOTICE = (400, 62, 360, 28)
AGE = (400, 26, 360, 28)
SWITCH = (770, 194, 204, 26)
CARD = (640, 240, 320, 200)
HELP = (360, 200, 280, 300)
FIRST_ROW = (100, 175)
SWITCH_IN = (800, 205)
GLOBE_MIDDLE = (560, 350)
PNG_END = b"IEND\xaeB`\x82"

# A key, what it does, the part that must change, the key that takes it back.
KEYS = [
    ("i", "shows what comes in", SWITCH, "b"),
    ("o", "shows what goes out", SWITCH, "b"),
    ("?", "shows the help", HELP, "?"),
    ("?", "shows the help, which Esc closes", HELP, "Escape"),
]

tests = []


class Skip(Exception):
    pass


work = sys.argv[1]
sensor_path = os.path.join(work, "sensor")
moving_path = os.path.join(work, "moving")


def test(sentence):
    return lambda function: tests.append((sentence, function))


def changes(window, part, act, least=0.002):
    """The part is another once that was done; returns what it was."""
    before = window.picture(*part)
    act()
    wait("a change at %s" % (part,), lambda: share(before, window.picture(*part)) > least)
    return before


def returns(window, part, before, act, most=0.001):
    act()
    wait("the former picture at %s" % (part,),
         lambda: share(before, window.picture(*part)) <= most)


@test("each key changes what it should, and the next takes it back")
def keys(home):
    with Window(home, sensor_path, *SIZE) as w:
        for key, what, part, back in KEYS:
            try:
                before = changes(w, part, lambda: w.key(key))
                returns(w, part, before, lambda: w.key(back))
            except AssertionError as e:
                raise AssertionError("%s %s: %s" % (key, what, e))


@test("a key that means nothing changes nothing")
def no_key(home):
    with Window(home, sensor_path, *SIZE) as w:
        before = {part: w.picture(*part) for part in (SWITCH, HELP, CARD)}
        w.key("x")
        time.sleep(0.5)
        for part in before:
            assert share(before[part], w.picture(*part)) == 0, part


@test("a click on a peer opens its card, Esc closes it")
def card(home):
    with Window(home, sensor_path, *SIZE) as w:
        before = changes(w, CARD, lambda: w.click(*FIRST_ROW))
        returns(w, CARD, before, lambda: w.key("Escape"))


@test("dragging, the wheel and the switch change the view that is remembered")
def mouse(home):
    home.write_view("[view]\nturned = yes\nlatitude = 0\nlongitude = 0\ndistance = 4\n")
    with Window(home, sensor_path, *SIZE) as w:
        w.drag(560, 350, 460, 380)
        w.move(*GLOBE_MIDDLE)
        w.button(4)
        changes(w, SWITCH, lambda: w.click(*SWITCH_IN))
        w.settle()
        w.key("q")
        assert w.ends() == 0
    view = home.view()
    assert 5 < float(view["view.longitude"]) < 60, view
    assert 1 < float(view["view.latitude"]) < 30, view
    assert 3.5 < float(view["view.distance"]) < 3.8, view
    assert view["view.directions"] == "in", view


@test("the view and the place of the last time are taken again, unless --forget")
def remembers(home):
    with Window(home, sensor_path, *SIZE) as w:
        w.window.configure(x=40, y=30, width=820, height=600)
        w.key("o")
        w.drag(560, 350, 400, 350)
        wait("the size", lambda: w.area() == (40, 30, 820, 600))
        w.draws(0.3)
        w.process.send_signal(signal.SIGTERM)
        assert w.ends() == 0
    first = home.view()
    assert first["view.turned"] == "yes" and first["view.directions"] == "out", first
    with Window(home, sensor_path) as w:
        assert w.area() == (40, 30, 820, 600), w.area()
        w.key("q")
        assert w.ends() == 0
    assert home.view() == first, home.view()
    with Window(home, sensor_path, "--forget") as w:
        assert w.area()[2:] != (820, 600), w.area()
        w.key("q")
        assert w.ends() == 0
    assert home.view()["view.turned"] == "no" and home.view()["view.directions"] == "both"


@test("a damaged view is said and passed over")
def damaged(home):
    for text in ("[view]\nlatitude = north\n", "\0\xff[[["):
        home.write_view(text)
        with Window(home, sensor_path, *SIZE) as w:
            assert "starting afresh" in w.said(), w.said()
            w.key("q")
            assert w.ends() == 0
    assert home.view()["view.turned"] == "no"


@test("values of a view that cannot be are passed over")
def impossible(home):
    home.write_view("[view]\nturned = yes\nlatitude = nan\nlongitude = 0\ndistance = -4\n"
                    "[window]\nplaced = yes\nx = 99999\ny = -99999\nwidth = 3\nheight = 7\n"
                    "[colours]\nred = blue\n")
    with Window(home, sensor_path) as w:
        x, y, width, height = w.area()
        assert width > 64 and height > 64 and 0 <= x < 1024, w.area()
        w.key("q")
        assert w.ends() == 0


def png_size(path):
    with open(path, "rb") as file:
        return struct.unpack(">II", file.read(24)[16:])


def only_file(home, ending, end=b""):
    """The one of that kind, once it is whole."""
    def found():
        return [os.path.join(home.pictures, f) for f in os.listdir(home.pictures)
                if f.endswith(ending)]

    def is_whole():
        for path in found():
            with open(path, "rb") as file:
                return file.read().endswith(end)
    wait("a whole " + ending, is_whole)
    return found()[0]


@test("the key s saves what the window shows, and says where")
def picture(home):
    with Window(home, sensor_path, *SIZE) as w:
        changes(w, NOTICE, lambda: w.key("s"))
        path = only_file(home, ".png", PNG_END)
        assert png_size(path) == (WIDTH, HEIGHT), png_size(path)
        assert os.path.basename(path).startswith("redarc-20"), path


@test("a picture that cannot be saved is said, and nothing ends")
def no_picture(home):
    os.rmdir(home.pictures)
    os.symlink("/proc/self", home.pictures)
    with Window(home, sensor_path, *SIZE) as w:
        changes(w, NOTICE, lambda: w.key("F12"))
        assert w.stays()


@test("the key c saves a clip while the window goes on")
def clip(home):
    with Window(home, moving_path, "--size", "640x480") as w:
        w.key("c")
        time.sleep(0.5)
        drawn = w.draws(1.5)
        w.key("c")
        path = only_file(home, ".y4m")
        time.sleep(0.5)
        w.key("q")
        assert w.ends() == 0
    assert drawn > 2, drawn
    frame = 6 + 640 * 480 * 3 // 2
    with open(path, "rb") as file:
        assert file.readline() == b"YUV4MPEG2 W640 H480 F30:1 Ip A1:1 C420jpeg\n"
        body = file.read()
    assert len(body) % frame == 0 and 15 <= len(body) // frame <= 299, len(body) / frame
    assert all(body[i:i + 6] == b"FRAME\n" for i in range(0, len(body), frame))
    assert body[:frame] != body[-frame:]


@test("a resized window is drawn to its new edges")
def resized(home):
    with Window(home, sensor_path, *SIZE) as w:
        w.window.configure(width=860, height=600)
        wait("the size", lambda: w.area()[2:] == (860, 600))
        w.draws(0.5)
        w.key("s")
        assert png_size(only_file(home, ".png", PNG_END)) == (860, 600)


@test("a minimised window draws no frame, and goes on when it is back")
def minimised(home):
    with Window(home, moving_path, *SIZE) as w:
        wait("comets", lambda: w.draws(0.3) > 0)
        w.window.unmap()
        w.display.sync()
        time.sleep(0.5)
        hidden = w.draws()
        assert hidden == 0, hidden
        w.window.map()
        w.display.sync()
        wait("comets", lambda: w.draws(0.3) > 0)


@test("what stands still is not drawn again")
def still(home):
    with Window(home, sensor_path, *SIZE) as w:
        time.sleep(4)  # what is said at the start fades
        drawn = w.draws(3)
        assert drawn <= 3, drawn  # the clock


@test("lost graphics are made anew, and show the same")
def lost(home):
    with Window(home, sensor_path, *SIZE) as w:
        before = changes(w, CARD, lambda: w.click(*FIRST_ROW))
        w.settle()
        with_card, drawn = w.picture(*CARD), w.frames()
        w.reset()
        wait("the reset", lambda: w.resets() == 0)
        wait("a frame", lambda: w.frames() > drawn)
        assert "made anew" in w.said(), w.said()
        returns(w, CARD, with_card, lambda: None)
        assert share(before, w.picture(*CARD)) > 0.1


@test("a sensor that is gone is said with its age, and one that is back is shown")
def reconnects(home):
    path = os.path.join(work, "restarts")
    sensor = Sensor(path)
    with Window(home, path, *SIZE) as w:
        live = changes(w, TITLE, sensor.stop)
        aged = w.picture(*AGE)
        wait("another age", lambda: share(aged, w.picture(*AGE)) > 0.001)
        sensor = Sensor(path)
        returns(w, TITLE, live, lambda: None)
    sensor.stop()


@test("in a kiosk only Ctrl+Q and signals end it, nothing is remembered, the cursor goes")
def kiosk(home):
    with Window(home, sensor_path, "--kiosk") as w:
        assert w.area() == (0, 0, 1024, 768), w.area()
        w.move(500, 400)
        wait("a cursor", w.cursor_is_seen)
        for key in ("q", "Escape", "f"):
            w.key(key)
        assert w.stays() and w.area() == (0, 0, 1024, 768)
        wait("no cursor", lambda: not w.cursor_is_seen())
        w.key("q", "Control_L")
        assert w.ends() == 0
    assert not os.path.exists(home.view_path)


@test("a kiosk waits for its sensor")
def waits(home):
    path = os.path.join(work, "late")
    with Window(home, path, "--kiosk") as w:
        none = w.picture(*TITLE)
        sensor = Sensor(path)
        wait("the sensor", lambda: share(none, w.picture(*TITLE)) > 0.01)
    sensor.stop()


@test("--fullscreen fills the screen, and f leaves it")
def fullscreen(home):
    manager = Manager()
    try:
        with Window(home, sensor_path, "--fullscreen", "--size", "600x500") as w:
            wait("a full screen", lambda: w.area()[2:] == (1024, 768))
            w.key("f")
            wait("a smaller window", lambda: w.area()[2:] == (600, 500))
            w.key("f")
            wait("a full screen", lambda: w.area()[2:] == (1024, 768))
            w.key("q")
            assert w.ends() == 0
    finally:
        manager.stop()
    view = home.view()
    assert view["window.fullscreen"] == "yes" and view["window.width"] == "600", view


def refused(home, message, **env):
    done = subprocess.run([GLOBE, "--socket", sensor_path], stderr=subprocess.PIPE, timeout=20,
                          env=dict(os.environ, HOME=home.path, **env))
    assert done.returncode == 1 and message in done.stderr.decode(), done


@test("without a display, or without OpenGL, it says so and ends with 1")
def nowhere(home):
    refused(home, "display: there is none; start", DISPLAY="", SDL_VIDEODRIVER="")
    refused(home, "display :9999: no window can be opened there", DISPLAY=":9999",
            SDL_VIDEODRIVER="")
    refused(home, "neither OpenGL 3.3 nor OpenGL ES 3.0", SDL_VIDEODRIVER="dummy")


@test("a sensor whose window cannot open says so, and goes on to its end")
def goes_on(home):
    if os.geteuid():
        raise Skip("listening to lo needs root")
    done = subprocess.run(
        ["build/redarc", "watch", "lo", "--source", "pcap", "--duration", "1s", "--learn", "0",
         "--state", os.path.join(home.path, "state"), "--socket", os.path.join(home.path, "s")],
        stderr=subprocess.PIPE, timeout=30,
        env=dict(os.environ, DISPLAY=":9999", SDL_VIDEODRIVER="", HOME=home.path))
    said = done.stderr.decode()
    assert done.returncode == 0 and "redarc goes on without it" in said, said
    assert "the ledger balances" in said, said


def main():
    failed = 0
    sensors = [Sensor(sensor_path), Sensor(moving_path, moving=True)]
    for number, (sentence, function) in enumerate(tests, 1):
        begin = time.monotonic()
        try:
            function(Home(work, function.__name__))
            print("ok %d - window: %s" % (number, sentence), flush=True)
        except Skip as e:
            print("SKIP window: %s: %s" % (sentence, e), flush=True)
        except Exception as e:
            failed += 1
            print("not ok %d - window: %s\n# %s: %s" %
                  (number, sentence, type(e).__name__, str(e).replace("\n", "\n# ")), flush=True)
        if os.environ.get("TIMES"):
            print("# %.1f s" % (time.monotonic() - begin))
    for sensor in sensors:
        sensor.stop()
    print("1..%d" % len(tests))
    sys.exit(failed > 0)


main()
