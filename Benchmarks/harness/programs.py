"""The programs that are measured: where they are, how they are built, and what they are called."""
import os
import pathlib
import subprocess
import sys
import venv
from dataclasses import dataclass
from typing import Callable

HERE = pathlib.Path(__file__).resolve().parent.parent
PEERS = HERE / "peers"
BUILD = HERE / ".build-peers"
BENCH = HERE / ".build" / "release" / "bench"
MAILSIM = HERE.parent / ".build" / "release" / "mailsim"

OURS = "MailSim"


@dataclass(frozen=True)
class Program:
    """One way to do a workload: `words(size, count)` is the command."""
    name: str
    words: Callable[[int, int], list]
    # Interpreted programs do less of the work, and other random numbers.
    is_interpreted: bool = False
    # Two events of one instant leave as they came; a plain heap does not promise that.
    keeps_order: bool = True
    # Beyond this size nobody would wait for it.
    largest: int = 100_000_000


def run(words, **options):
    """Runs a command; its output, its errors and its status."""
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)


def bench():
    if not BENCH.exists():
        sys.exit(f"{BENCH} is missing: make bench builds it")
    return BENCH


def built(name, words, sources):
    """Compiles a peer if its sources are newer; None, with the reason said, if that fails."""
    BUILD.mkdir(exist_ok=True)
    target = BUILD / name
    newest = max(path.stat().st_mtime for path in [*sources, *PEERS.glob("*.h")])
    if target.exists() and target.stat().st_mtime > newest:
        return target
    done = run(["g++", "-O3", "-march=native", "-o", target, *sources, *words])
    if done.returncode == 0:
        return target
    print(f"LEFT OUT {name}: {(done.stderr.strip().splitlines() or ['no g++'])[0]}")
    return None


def python_peers():
    """A Python with SimPy, salabim and Cimba in it, in a directory of its own."""
    home = BUILD / "venv"
    python = home / "bin" / "python"
    if not python.exists():
        BUILD.mkdir(exist_ok=True)
        venv.create(home, with_pip=True)
        run([python, "-m", "pip", "install", "-q", "--no-deps", "simpy", "salabim", "cimba"])
    found = []
    for package in ["simpy", "salabim"]:
        if run([python, "-c", f"import {package}"]).returncode == 0:
            found.append(package)
        else:
            print(f"LEFT OUT {package}: it could not be installed")
    engine = next(home.glob("lib/python*/site-packages/cimba/libcimba_py.so"), None)
    if engine is None:
        print("LEFT OUT Cimba: it could not be installed")
    return python, found, engine


SCHEDULERS = ["PriorityQueue", "Heap", "Map"]
TITLES = {"simpy": "SimPy", "salabim": "salabim"}


def of(workload, slowest):
    """Every program of a workload, `hold` or `department`; `slowest` limits the interpreted ones."""
    swift = bench()
    found = [Program(OURS, lambda n, k: [swift, workload, n, k])]
    bound = built(workload, ["-std=c++20"], [PEERS / f"{workload}.cpp"])
    if bound:
        found += [Program(f"C++ {kind}", lambda n, k, kind=kind: [bound, kind, n, k],
                          keeps_order=kind == "wheel")
                  for kind in ["wheel", "heap", "priority_queue"]]
    python, packages, engine = python_peers()
    if engine:
        library = [f"-L{engine.parent}", f"-l:{engine.name}", f"-Wl,-rpath,{engine.parent}"]
        cimba = built(f"{workload}_cimba", ["-std=c++20", *library], [PEERS / f"{workload}_cimba.cpp"])
        if cimba:
            found.append(Program("Cimba", lambda n, k: [cimba, n, k]))
    # The headers of ns-3 (3.37) are no C++20.
    ns3 = built(f"{workload}_ns3", ["-std=c++17", "-lns3-core"], [PEERS / f"{workload}_ns3.cc"])
    if ns3:
        found += [Program(f"ns-3 {kind}", lambda n, k, kind=kind: [ns3, f"ns3::{kind}Scheduler", n, k],
                          largest=100_000_000 if kind == "PriorityQueue" else 1_000_000)
                  for kind in SCHEDULERS]
    found += [Program(TITLES[package],
                      lambda n, k, p=package: [python, PEERS / f"{workload}_{p}.py", n, k],
                      is_interpreted=True, largest=slowest[package])
              for package in packages]
    return found


def versions():
    """What the programs were made with."""
    first = lambda words: (run(words).stdout.strip().splitlines() or ["unknown"])[0]
    lines = [first(["swift", "--version"]), first(["g++", "--version"])]
    python = BUILD / "venv" / "bin" / "python"
    if python.exists():
        lines.append(first([python, "--version"]))
        packages = run([python, "-m", "pip", "list", "--format=freeze"]).stdout.split()
        lines += [line.replace("==", " ") for line in packages
                  if line.split("==")[0] in ("simpy", "salabim", "cimba")]
    ns3 = first(["dpkg-query", "-W", "-f=${Version}", "libns3-dev"])
    return lines + ([f"ns-3 {ns3}"] if ns3 != "unknown" else [])


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return f"{line.split(':', 1)[1].strip()}, {os.cpu_count()} cores"
    return f"unknown processor, {os.cpu_count()} cores"
