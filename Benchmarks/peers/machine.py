"""What a table was measured on, and with."""

import os
import platform
import subprocess


def processor():
    """The processor's name and how many of it this process may use."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            fields = [line.split(":", 1) for line in file if line.startswith("model name")]
        if fields:
            name = fields[0][1].strip()
    except OSError:
        pass
    return f"{name}, {len(os.sched_getaffinity(0))} processors"


def system():
    """The system's name and version, and its memory."""
    name = platform.system()
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{name}, {memory:.0f} GiB of memory"


def load():
    """The system's load average of the last minute: what else was going on."""
    return f"{os.getloadavg()[0]:.1f}"


def legible_version(program, checkout):
    """What `legible --version` prints, and the commit of the checkout that it is in."""
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    git = subprocess.run(
        ["git", "-C", checkout, "describe", "--always", "--dirty", "--exclude=*"], capture_output=True, text=True,
        check=False)
    commit = git.stdout.strip()
    return f"{version} ({commit})" if git.returncode == 0 and commit else version
