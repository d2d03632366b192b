#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A service that keeps messages, or does not, while a command runs; it ends as the command does.

usage: hear.py reads|stalls PATH FILE COMMAND...      datagrams at PATH go to FILE, each with "\\n--\\n"
"""
import os
import socket
import subprocess
import sys
import threading

how, path, file = sys.argv[1:4]
service = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
service.bind(path)
os.chmod(path, 0o666)
heard = []


def read():
    while (message := service.recv(1 << 16)) != b"enough":
        heard.append(message)


reader = threading.Thread(target=read, daemon=True)
if how == "reads":
    reader.start()
status = subprocess.run(sys.argv[4:]).returncode
if how == "reads":
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"enough", path)
    reader.join()
with open(file, "wb") as f:
    f.writelines(message + b"\n--\n" for message in heard)
sys.exit(status)
