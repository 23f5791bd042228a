"""What a worker and bench/compare say to each other: see Requests.cs of SiteAdapt.Bench."""
import json
import sys
import time


def serve(works, about=None):
    reply(about or {})
    for line in sys.stdin:
        name, count = line.split()
        seconds, results = [], []
        for _ in range(int(count)):
            start = time.perf_counter()
            results.append(float(works[name]()))
            seconds.append(time.perf_counter() - start)
        reply({"seconds": seconds, "results": results})


def reply(answer):
    print(json.dumps(answer), flush=True)
