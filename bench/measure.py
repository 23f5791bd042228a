"""Starts workers and commands, runs them in turns, and compares their times."""
import json
import math
import os
import statistics
import subprocess
import time


class Worker:
    """A process that does works on request; see Requests.cs and peers/requests.py."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})
        self.about = self.read()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"compare: {self.process.args} ended with {self.process.wait()}")
        return json.loads(line)

    def ask(self, work, count=1):
        """Times and results of units of work, in order."""
        self.process.stdin.write(f"{work} {count}\n")
        self.process.stdin.flush()
        answer = self.read()
        return answer["seconds"], answer["results"]

    def anonymous_mb(self):
        """Anonymous memory now: what the process has for itself, mapped files left out."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("RssAnon"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


class Command:
    """A command that is timed as a whole, start of the process included; stands for a worker."""

    def __init__(self, command, environment=None):
        self.command, self.environment = command, {**os.environ, **(environment or {})}

    def ask(self, work, count=1):
        seconds = []
        for _ in range(count):
            start = time.perf_counter()
            subprocess.run(self.command, env=self.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            seconds.append(time.perf_counter() - start)
        return seconds, [math.nan] * count

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def in_turns(sides, repeats, warm=1, each=1, of=statistics.median):
    """Times of sides (worker, work), a few units each in turns: [side][turn]. Whatever else the machine does falls on all sides alike.
    A turn's time is the median of its units; their mean where rare long ones count."""
    for worker, work in sides:
        worker.ask(work, warm)
    times = [[] for _ in sides]
    for turn in range(repeats):
        order = range(len(sides)) if turn % 2 == 0 else reversed(range(len(sides)))
        for side in order:
            worker, work = sides[side]
            time.sleep(0.3)  # the other side's threads have stopped spinning
            times[side].append(of(worker.ask(work, each)[0]))
    return times


def ratio(numerators, denominators):
    """Median of the ratios of pairs, with an interval for it."""
    ratios = sorted(n / d for n, d in zip(numerators, denominators))
    low, high = interval_ranks(len(ratios))
    return {"median": statistics.median(ratios), "low": ratios[low], "high": ratios[high], "pairs": len(ratios)}


def interval_ranks(count):
    """Ranks between which a median lies with at least 95 % (binomial, no assumption about the distribution); all there is below 6."""
    low = 0
    while 2 * sum(math.comb(count, k) for k in range(low + 2)) / 2**count <= 0.05:
        low += 1
    return low, count - 1 - low
