"""Prints how many milliseconds a program on a terminal of its own takes until it shows a text: TEXT PROGRAM ARGUMENT..."""

import fcntl
import os
import pty
import signal
import struct
import sys
import termios
import time

text, *command = sys.argv[1:]
start = time.perf_counter()
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    os.execvp(command[0], command)

shown = b""
while text.encode() not in shown:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        part = b""
    if not part:
        sys.exit(f"It never showed {text}: {shown.decode()}")
    shown += part
took = time.perf_counter() - start
os.kill(pid, signal.SIGKILL)
os.waitpid(pid, 0)
print(took * 1000)
