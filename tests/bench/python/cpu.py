"""CPU time of programs: user and system seconds of a child and all of its own children."""

import os
import resource
import statistics
import subprocess


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


def turns(contestants, rounds):
    """Lets `{name: function that gives seconds}` take turns; the medians and the least, by name."""
    samples = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            samples[name].append(run())
    return {name: (statistics.median(found), min(found)) for name, found in samples.items()}
