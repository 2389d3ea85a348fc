"""Virtual environments of the peers, made on first use."""

import json
import os
import shutil
import subprocess
import sys

import processes


class Missing(Exception):
    """A peer that cannot be installed, and why."""


class Environments:
    """A folder with a virtual environment for each peer: they need different versions of the same packages."""

    def __init__(self, folder):
        self.folder = folder

    def python(self, peer, say):
        """The Python that the peer runs with, and what is installed: versions by package.

        Raises Missing.
        """
        if peer.program:
            return self._system_program(peer)
        place = os.path.join(self.folder, peer.folder)
        program = os.path.join(place, "bin", "python")
        record = os.path.join(place, "installed.json")
        try:
            with open(record, encoding="utf-8") as file:
                installed = json.load(file)
        except (OSError, ValueError):
            installed = {}
        if installed.get("requirements") != list(peer.requirements) or not os.access(program, os.X_OK):
            # An installation that was interrupted has no record, and is made anew.
            say(f"installing {peer.name} into {place}")
            installed = self._install(peer, place, program)
            with open(record, "w", encoding="utf-8") as file:
                json.dump(installed, file, indent=1)
        return program, {name: installed["versions"].get(name, "?") for name in peer.versions}

    def _install(self, peer, place, program):
        base = newest_python(peer.python)
        if not base:
            raise Missing(f"its wheels need Python {'.'.join(map(str, peer.python))} or newer, and none is installed")
        shutil.rmtree(place, ignore_errors=True)
        os.makedirs(self.folder, exist_ok=True)
        log = os.path.join(self.folder, f"{peer.folder}.log")
        with open(log, "wb") as file:
            for command in (
                [base, "-m", "venv", place],
                [program, "-m", "pip", "install", "--only-binary=:all:", *peer.requirements],
            ):
                if processes.run(command, file).code != 0:
                    shutil.rmtree(place, ignore_errors=True)
                    raise Missing(f"it cannot be installed: {last_line(log)} (all of it: {log})")
        listed = subprocess.run(
            [program, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"], capture_output=True,
            text=True, check=True)
        versions = {package["name"]: package["version"] for package in json.loads(listed.stdout)}
        return {"requirements": list(peer.requirements), "versions": versions}

    @staticmethod
    def _system_program(peer):
        if not shutil.which(peer.program):
            raise Missing(f"{peer.program} is not installed on this system")
        output = subprocess.run([peer.program, "--version"], capture_output=True, text=True, check=False)
        words = (output.stdout or output.stderr).split()
        return sys.executable, {peer.program: words[1] if len(words) > 1 else "?"}


def newest_python(lowest):
    """A Python of at least a version: this one where it suffices, else another on the path; None if there is none."""
    if sys.version_info[:2] >= lowest:
        return sys.executable
    for minor in range(lowest[1], lowest[1] + 4):
        for folder in os.get_exec_path():
            # A version manager's stand-in is there, and fails, where the version is not in use.
            name = os.path.join(folder, f"python{lowest[0]}.{minor}")
            if os.access(name, os.X_OK) and subprocess.run([name, "-c", "import venv"], capture_output=True).returncode == 0:
                return name
    return None


def last_line(path):
    """The last line of a file that says something."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = [line.strip() for line in file if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["no output"])[-1]
