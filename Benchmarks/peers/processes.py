"""Child processes that end with us, and are measured."""

import dataclasses
import os
import signal
import subprocess
import threading
import time


@dataclasses.dataclass(frozen=True)
class Ended:
    """How a process ended."""

    # As subprocess has it: -n where signal n ended it.
    code: int
    # Resident memory at its highest, in MiB, of it or of a child that it waited for.
    peak: float
    # Seconds of all processors, in user code and in the system.
    processor_seconds: float
    # Seconds from start to end.
    seconds: float
    timed_out: bool


def run(arguments, log, environment=None, timeout=None, folder=None):
    """Runs a command in a process group of its own, its output going into a file, and waits for it.

    The group is ended where we are interrupted (KeyboardInterrupt, SystemExit), or after `timeout` seconds.
    """
    child = subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment, cwd=folder,
        start_new_session=True)
    start = time.monotonic()
    expired = threading.Event()

    def expire():
        expired.set()
        end(child)

    timer = threading.Timer(timeout, expire) if timeout else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    except BaseException:
        end(child)
        child.wait()
        raise
    finally:
        if timer:
            timer.cancel()
    return Ended(
        child.returncode, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, time.monotonic() - start,
        expired.is_set())


def end(child):
    """Ends a process and what it started."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def stop_on_signals():
    """Makes SIGTERM and SIGHUP what Ctrl-C is: an exception that cleans up on its way out.

    And Ctrl-C itself, which a shell turns off for what it starts in the background.
    """

    def stop(number, _):
        raise SystemExit(128 + number)

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
