"""What programs take: CPU seconds of a child and all of its own children, and memory."""

import os
import resource
import statistics
import subprocess
import sys


def seconds(command, folder=None, environment=None, user_only=True, output=None):
    """Runs `command` and gives its CPU seconds; what it prints is shown when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=output or subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-4000:]}")
    user = after.ru_utime - before.ru_utime
    return user if user_only else user + after.ru_stime - before.ru_stime


def peak(command, folder, environment):
    """Runs `command` and gives the most memory that it or a child of it held, in MB."""
    # Of this program's children the largest one yet would be told: a program between has no others.
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    between = [sys.executable, "-c", code, *command]
    done = subprocess.run(between, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    return int(done.stdout) // 1024


def turns(contestants, rounds):
    """Lets `{name: function that gives seconds}` take turns; the medians and the least, by name."""
    samples = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            samples[name].append(run())
    return {name: (statistics.median(found), min(found)) for name, found in samples.items()}
