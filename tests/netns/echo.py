#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""echo - UDP there and back.

usage: echo.py serve PORT               prints "there", and answers each datagram
       echo.py ask FROM TO PORT COUNT   waits for each answer
"""
import socket
import sys


def serve(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("", int(port)))
        print("there", flush=True)
        while True:
            data, who = s.recvfrom(64)
            s.sendto(data, who)


def ask(source, to, port, count):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind((source, 0))
        s.settimeout(2)
        for _ in range(int(count)):
            s.sendto(b"redarc", (to, int(port)))
            s.recvfrom(64)


{"serve": serve, "ask": ask}[sys.argv[1]](*sys.argv[2:])
