#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A view that follows a sensor's stream, and has it do something about a peer.

usage: view.py SOCKET PEER LINE...     prints, for each LINE: "ok" or "no", the text, and what was
                                       there before; and then the verdict of PEER inbound, once the
                                       stream tells it anew (within 3 s), or "as before"
"""
import ipaddress
import socket
import struct
import sys
import time

PEER, ANSWER = 5, 14
VERDICTS = ["allowed", "learning", "unknown", "blocked"]
SIDE_VERDICT = 2 * 16 + 2 * 4 + 5 * 8 + 3 * 2 + 1  # of a PEER: inbound, behind the head

path, peer, lines = sys.argv[1], sys.argv[2], sys.argv[3:]
wanted = ipaddress.IPv6Address(f"::ffff:{peer}").packed
sensor = socket.socket(socket.AF_UNIX)
sensor.connect(path)
sensor.sendall(b"stream\n")
buffer = b""


def records(seconds):
    global buffer
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        while len(buffer) >= 8:
            kind, size = struct.unpack_from("<HH", buffer)
            if len(buffer) < size:
                break
            record, buffer = buffer[8:size], buffer[size:]
            yield kind, record
        sensor.settimeout(left)
        try:
            got = sensor.recv(1 << 16)
        except TimeoutError:
            return
        if not got:
            sys.exit("the sensor hung up")
        buffer += got


def text(field):
    return field.split(b"\0")[0].decode()


def verdict(record):
    return VERDICTS[record[SIDE_VERDICT]]


known = next((verdict(r) for kind, r in records(5) if kind == PEER and r[:16] == wanted), "none")
print(known)
for line in lines:
    sensor.sendall(line.encode() + b"\n")
    now, answer = None, None
    for kind, record in records(3):
        if kind == PEER and record[:16] == wanted and verdict(record) != known:
            now = verdict(record)
        if kind == ANSWER:
            answer = record
        if answer and (now or not answer[17]):
            break
    known = now or known
    print("none" if not answer else "ok" if answer[17] else "no",
          text(answer[18:178]) if answer else "", text(answer[178:]) if answer else "",
          now or "as before", sep="|")
