# SPDX-License-Identifier: BSD-2-Clause
# driver.py - redarc-globe on an X display: what is done to it, and what is seen of it.
import configparser
import contextlib
import os
import socket
import struct
import subprocess
import threading
import time

from Xlib import X, XK, display, error
from Xlib.ext import xfixes, xtest  # noqa: F401: adds the requests to the display

GLOBE = "build/redarc-globe"
SCENE = "build/tests/golden/scene"
SPY = os.path.abspath("build/tests/window/spy.so")
WAIT_S = 10
HEAD, STATUS = 8, 2  # of a record: bytes before its members; the kind of a STATUS
HOUR_NS = 3600 * 10 ** 9
DIFFERS = 24  # of a channel's 255
KEYS = {"?": "question", "[": "bracketleft", "]": "bracketright", "/": "slash", " ": "space"}


def wait(what, is_so, seconds=WAIT_S):
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError("in vain for %d s: %s" % (seconds, what))
        time.sleep(0.03)


def stream(scene, moving):
    """The bytes of a scene, without the END with which its sensor would stop.

    Where nothing is to move, the last packet is long ago: an hour is added to the sensor's time.
    """
    data = bytearray(subprocess.run([SCENE, scene], check=True, stdout=subprocess.PIPE).stdout)
    at = last = 0
    while at < len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == STATUS and not moving:
            now_ns = struct.unpack_from("<q", data, at + HEAD)[0]
            struct.pack_into("<q", data, at + HEAD, now_ns + HOUR_NS)
        last, at = at, at + size
    return bytes(data[:last])


class Sensor:
    """Serves a stream at a socket until it is stopped."""

    def __init__(self, path, scene="full", moving=False):
        self.path, self.data, self.views = path, stream(scene, moving), []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        os.chmod(path, 0o666)
        self.listener.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                view = self.listener.accept()[0]
                view.recv(64)
                view.sendall(self.data)
            except OSError:
                return
            self.views.append(view)

    def stop(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for view in self.views:
            view.close()
        os.unlink(self.path)


class Home:
    """A folder for the user that the window runs as, who is nobody when this is root."""

    def __init__(self, work, name):
        self.path = os.path.join(work, name)
        self.pictures = os.path.join(self.path, "pictures")
        for folder in (self.path, self.pictures):
            os.mkdir(folder)
            os.chmod(folder, 0o777)
        self.view_path = os.path.join(self.path, "redarc", "view")

    def view(self):
        parser = configparser.ConfigParser()
        with open(self.view_path) as file:
            parser.read_file(file)
        return {s + "." + k: v for s in parser for k, v in parser[s].items()}

    def write_view(self, text):
        os.makedirs(os.path.dirname(self.view_path), exist_ok=True)
        os.chmod(os.path.dirname(self.view_path), 0o777)
        with open(self.view_path, "w") as file:
            file.write(text)


class Window:
    """redarc-globe, ready to be driven; leave the context to end it whatever happened."""

    def __init__(self, home, sensor, *options):
        self.spy_path = os.path.join(home.path, "spy")
        with open(self.spy_path, "wb") as file:
            file.write(bytes(8))
        os.chmod(self.spy_path, 0o666)
        self.errors = open(os.path.join(home.path, "errors"), "w+b")
        self.display = display.Display()
        self.display.xfixes_query_version()
        self.root = self.display.screen().root
        self.window = None
        self.process = subprocess.Popen(
            [GLOBE, "--socket", sensor, *options], stderr=self.errors,
            env=dict(os.environ, LD_PRELOAD=SPY, REDARC_SPY=self.spy_path, HOME=home.path,
                     XDG_STATE_HOME=home.path, XDG_PICTURES_DIR=home.pictures))

    def __enter__(self):
        try:
            wait("a window: " + self.said(), self.find)
            self.window.set_input_focus(X.RevertToParent, X.CurrentTime)
            wait("a frame", lambda: self.frames() > 0)
            self.settle()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.errors.close()
        self.display.close()

    def find(self):
        if self.process.poll() is not None:
            raise AssertionError("it ended: " + self.said())
        for child in self.root.query_tree().children:
            with contextlib.suppress(error.BadWindow, error.BadDrawable):  # gone since
                if child.get_wm_name() == "redarc" and \
                        child.get_attributes().map_state == X.IsViewable:
                    self.window = child
                    return True
        return False

    def said(self):
        self.errors.seek(0)
        return self.errors.read().decode()

    def spied(self, number):
        with open(self.spy_path, "rb") as file:
            return struct.unpack("<II", file.read())[number]

    def frames(self):
        return self.spied(0)

    def resets(self):
        return self.spied(1)

    def reset(self):
        with open(self.spy_path, "r+b") as file:
            file.seek(4)
            file.write(struct.pack("<I", 1))

    def draws(self, seconds=1.0):
        """Frames in so many seconds."""
        before = self.frames()
        time.sleep(seconds)
        return self.frames() - before

    def settle(self):
        """Until nothing is drawn for a while, or two seconds."""
        for _ in range(10):
            if not self.draws(0.2):
                return

    def area(self):
        g = self.window.get_geometry()
        return g.x, g.y, g.width, g.height

    def picture(self, x, y, w, h):
        return self.window.get_image(x, y, w, h, X.ZPixmap, 0xffffffff).data

    def fake(self, *event, **where):
        xtest.fake_input(self.display, *event, **where)
        self.display.sync()
        time.sleep(0.03)

    def key(self, name, *held):
        codes = [self.display.keysym_to_keycode(XK.string_to_keysym(KEYS.get(k, k)))
                 for k in (*held, *(["Shift_L"] if name == "?" else []), name)]
        for code in codes:
            self.fake(X.KeyPress, code)
        for code in reversed(codes):
            self.fake(X.KeyRelease, code)

    def move(self, x, y):
        left, top = self.area()[:2]
        self.fake(X.MotionNotify, x=left + x, y=top + y)

    def button(self, number=1):
        self.fake(X.ButtonPress, number)
        self.fake(X.ButtonRelease, number)

    def click(self, x, y):
        self.move(x, y)
        self.button()

    def drag(self, x, y, to_x, to_y, steps=8):
        self.move(x, y)
        self.fake(X.ButtonPress, 1)
        for i in range(1, steps + 1):
            self.move(x + (to_x - x) * i // steps, y + (to_y - y) * i // steps)
        time.sleep(0.2)
        self.fake(X.ButtonRelease, 1)

    def cursor_is_seen(self):
        image = self.display.xfixes_get_cursor_image(self.root)
        return any(image.cursor_image)

    def ends(self, seconds=WAIT_S):
        return self.process.wait(timeout=seconds)

    def stays(self, seconds=0.7):
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=seconds)
        return self.process.poll() is None


def share(a, b):
    """Of the pixels, those that differ, between 0 and 1."""
    assert len(a) == len(b)
    pixels = len(a) // 4
    return sum(any(abs(a[i + c] - b[i + c]) > DIFFERS for c in range(3))
               for i in range(0, len(a), 4)) / pixels
