"""The two sides of a comparison: our programs, and PyTorch, SciPy and nibabel as Debian has them."""
import os
import pathlib
import shutil
import subprocess

from measure import Command, Worker

BENCH = pathlib.Path(__file__).resolve().parent
OURS = BENCH / "SiteAdapt.Bench/bin/Release/net10.0/SiteAdapt.Bench"
SITEADAPT = BENCH.parent / "src/SiteAdapt.Cli/bin/Release/net10.0/siteadapt"
LIBRARIES = "usr/lib/x86_64-linux-gnu"
# glibc keeps large blocks, as siteadapt asks of it by itself.
TUNED_MALLOC = {"MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str(1 << 40), "MALLOC_TOP_PAD_": str(1 << 26)}


class Sides:
    def __init__(self, scratch, threads):
        self.scratch, self.threads = pathlib.Path(scratch).resolve(), threads
        for program in (OURS, SITEADAPT):
            if not program.exists():
                raise SystemExit(f"compare: {program} is not there. Build first: dotnet build -c Release")

    def path(self, name):
        return str(self.scratch / name)

    def ours(self, *arguments):
        return Worker([str(OURS), "work", *map(str, arguments)], self.environment())

    def siteadapt(self, *arguments):
        return Command([str(SITEADAPT), *map(str, arguments)], self.environment())

    def environment(self):
        return {"OMP_NUM_THREADS": str(self.threads)}

    def peer(self, script, *arguments, tuned=False):
        return Worker(self.peer_command(script, *arguments), self.peer_environment(tuned))

    def peer_process(self, script, *arguments, tuned=False):
        return Command(self.peer_command(script, *arguments), self.peer_environment(tuned))

    def peer_command(self, script, *arguments):
        return [os.environ.get("PEERS_PYTHON", "/usr/bin/python3"), str(BENCH / "peers" / script), *map(str, arguments)]

    def peer_environment(self, tuned):
        """As installed: the reference BLAS, which Debian's PyTorch depends on. Tuned: OpenBLAS and another malloc policy."""
        self.install()
        roots = [str(self.scratch / "peers"), ""]
        blas = [f"{root}/{LIBRARIES}/{kind}" for root in roots for kind in (["openblas-pthread"] if tuned else ["blas", "lapack"])]
        return {
            **self.environment(),
            **(TUNED_MALLOC if tuned else {}),
            "OPENBLAS_NUM_THREADS": str(self.threads),
            "LD_LIBRARY_PATH": ":".join(blas + [f"{roots[0]}/{LIBRARIES}"]),
            "PYTHONPATH": f"{roots[0]}/usr/lib/python3/dist-packages",
        }

    def install(self):
        if "PEERS_PYTHON" not in os.environ and not (self.scratch / "peers/complete").exists():
            subprocess.run([str(BENCH / "peers/install"), self.path("peers")], check=True)

    def inputs(self):
        return self.made("inputs", "inputs")

    def head(self):
        return self.made("head", "head")

    def sites(self, name, cases, slices, side):
        return self.made(name, "sites", cases, slices, side)

    def made(self, name, work, *arguments):
        """A folder of data that our program makes, once."""
        path = self.scratch / name
        if not path.exists():
            unfinished = self.scratch / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            subprocess.run([str(OURS), "work", work, str(unfinished), *map(str, arguments)], check=True)
            unfinished.rename(path)
        return str(path)
