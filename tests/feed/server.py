#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""server.py - a web server on loopback that serves lists well, and badly in every way.

usage: server.py FOLDER        FOLDER has key.pem, cert.pem and the files to serve

Prints its https and its http port. A line in FOLDER/log for each request: scheme, path, status.
"""
import hashlib
import http.server
import os
import ssl
import sys
import threading
import time

folder = sys.argv[1]
ports = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def log_request(self, code="-", size="-"):
        with open(os.path.join(folder, "log"), "a") as log:
            log.write(f"{self.server.scheme} {self.path} {int(code)}\n")

    def answer(self, status, body=b"", length=None, **headers):
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, to):
        self.answer(302, Location=to)

    def without_length(self, piece, pause_s):
        self.close_connection = True
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        while True:
            self.wfile.write(piece)
            time.sleep(pause_s)

    def serve_file(self):
        try:
            with open(os.path.join(folder, os.path.basename(self.path)), "rb") as file:
                body = file.read()
        except OSError:
            return self.answer(404, b"gone\n")
        etag = '"' + hashlib.sha256(body).hexdigest() + '"'
        if self.headers["If-None-Match"] == etag:
            return self.answer(304, ETag=etag)
        return self.answer(200, body, ETag=etag)

    def serve_dated(self):
        date = "Sun, 22 Nov 2026 10:00:00 GMT"
        if self.headers["If-Modified-Since"] == date:
            return self.answer(304)
        return self.answer(200, b"198.51.100.1\n", Last_Modified=date)

    def take_cookie(self):
        if self.headers["Cookie"]:
            return self.answer(400)
        return self.answer(200, b"198.51.100.1\n")

    def tell_agent(self):
        agent = self.headers["User-Agent"] or ""
        good = agent.startswith("redarc-feed/") and not self.headers["Authorization"]
        return self.answer(200 if good else 400, b"198.51.100.1\n")

    def do_GET(self):
        rules = {
            "/to-ok": lambda: self.redirect("/list.txt"),
            "/to-loop": lambda: self.redirect("/to-loop"),
            "/to-http": lambda: self.redirect(f"http://127.0.0.1:{ports['http']}/list.txt"),
            "/to-file": lambda: self.redirect(f"file://{folder}/list.txt"),
            "/portal": lambda: self.answer(200, b"<!DOCTYPE html>\n<p>192.0.2.1: sign in</p>\n"),
            "/cut": lambda: self.answer(200, b"198.51.100.1\n" * 100, 5000),
            "/large": lambda: self.without_length(b"198.51.100.1\n" * 100, 0),
            "/large-said": lambda: self.answer(200, b"x" * 70000),
            "/drip": lambda: self.without_length(b"198.51.100.1\n", 0.2),
            "/hang": lambda: time.sleep(600),
            "/nothing": lambda: self.answer(204),
            "/broken": lambda: self.answer(500, b"198.51.100.1\n"),
            "/never-changed": lambda: self.answer(304),
            "/dated": self.serve_dated,
            "/cookie": lambda: self.answer(302, Location="/cookie-2", Set_Cookie="a=b"),
            "/cookie-2": self.take_cookie,
            "/agent": self.tell_agent,
        }
        try:
            rules.get(self.path, self.serve_file)()
        except OSError:
            self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


def start(scheme):
    server = Server(("127.0.0.1", 0), Handler)
    server.scheme = scheme
    if scheme == "https":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
        server.socket = context.wrap_socket(server.socket, server_side=True,
                                            do_handshake_on_connect=False)
    ports[scheme] = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()


start("https")
start("http")
print(ports["https"], ports["http"], flush=True)
threading.Event().wait()
