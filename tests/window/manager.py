# SPDX-License-Identifier: BSD-2-Clause
# manager.py - as little of a window manager as full screens need.
import threading

from Xlib import X, Xatom, display

REMOVE, ADD = 0, 1  # of a request to change _NET_WM_STATE


class Manager:
    """Manages the windows of the display until it is stopped."""

    def __init__(self):
        self.display = display.Display()
        screen = self.display.screen()
        self.size, self.places, self.stopping = (screen.width_in_pixels,
                                                 screen.height_in_pixels), {}, False
        self.state = self.display.intern_atom("_NET_WM_STATE")
        self.full = self.display.intern_atom("_NET_WM_STATE_FULLSCREEN")
        screen.root.change_attributes(
            event_mask=X.SubstructureNotifyMask | X.SubstructureRedirectMask)
        self.display.sync()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def stop(self):
        self.stopping = True
        self.thread.join()
        self.display.close()

    def run(self):
        while not self.stopping:
            if not self.display.pending_events():
                threading.Event().wait(0.02)
                continue
            event = self.display.next_event()
            if event.type == X.MapRequest:
                self.show(event.window)
            elif event.type == X.ConfigureRequest:
                self.place(event)
            elif event.type == X.ClientMessage and event.client_type == self.state:
                self.fill(event.window, event.data[1][0] == ADD)
            self.display.sync()

    def show(self, window):
        held = window.get_full_property(self.state, Xatom.ATOM)
        if held and self.full in held.value:
            self.fill(window, True)
        window.map()

    def place(self, event):
        names = (("x", X.CWX), ("y", X.CWY), ("width", X.CWWidth), ("height", X.CWHeight))
        event.window.configure(**{n: getattr(event, n) for n, m in names if event.value_mask & m})

    def fill(self, window, full):
        if full == (window.id in self.places):
            return
        if full:
            g = window.get_geometry()
            self.places[window.id] = g.x, g.y, g.width, g.height
        x, y, w, h = (0, 0, *self.size) if full else self.places.pop(window.id)
        window.configure(x=x, y=y, width=w, height=h)
        window.change_property(self.state, Xatom.ATOM, 32, [self.full] if full else [])
