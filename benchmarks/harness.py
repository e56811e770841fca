"""What every benchmark needs: databases of its own, measures, and one form of result.

    bin/bench NAME [arguments]

A benchmark compares this product with a peer in the same process and session:

    with harness.environment() as env:                # clone with both add-ons
        with harness.measure(env) as ours:
            ...
    with harness.environment(core=True, modules=["contract"]) as env:   # without ours
        with harness.measure(env) as peer:
            ...
    harness.report("billing", {"units": 1000}, {"ours": ours, "contract": peer})

The last line of the output is one JSON object; a ratio ``peer/ours`` above 1 means that
this product is that much faster.
"""

import argparse
import gc
import json
import logging
import os
import re
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import odoo
import odoo.api
import odoo.modules.registry
import odoo.sql_db
import odoo.tools

from tests import clones


@dataclass
class Measure:
    """What one part of a benchmark took."""

    seconds: float = 0.0
    cpu: float = 0.0
    queries: int = 0
    peak_mb: float = 0.0  # above what the process had at the start of the part


def parser(description, **sizes):
    """Command line with one option a size: ``parser(__doc__, units=1000)``."""
    result = argparse.ArgumentParser(description=description)
    for name, default in sizes.items():
        result.add_argument(f"--{name}", type=int, default=default)
    return result


def setup():
    """Odoo's configuration; no log but errors, since writing one takes time."""
    odoo.tools.config.parse_config(
        ["-c", clones.configuration(), "--no-http"], setup_logging=False
    )
    logging.getLogger().setLevel(logging.ERROR)


# At once: what a benchmark imports from the add-ons is found by the configuration.
setup()


@contextmanager
def database(core=False, modules=()):
    """A clone, dropped at the end; with further modules installed where wanted.

    :param bool core: without our add-ons
    :return: its name
    """
    label = "bench_core" if core else "bench"
    with clones.database(label, clones.CORE if core else None) as name:
        if modules:
            result = clones.run_odoo(
                name, "--no-http", "--stop-after-init", "-i", ",".join(modules)
            )
            if result.returncode:
                sys.exit(f"installing {modules} failed:\n{result.stdout[-3000:]}")
        yield name


@contextmanager
def environment(core=False, modules=(), context=None):
    """An environment of the superuser on a clone; ``env.cr.commit()`` is real."""
    with database(core, modules) as name:
        with connected(name, context) as env:
            yield env


@contextmanager
def connected(name, context=None):
    registry = odoo.modules.registry.Registry(name)
    try:
        with registry.cursor() as cr:
            yield odoo.api.Environment(cr, odoo.SUPERUSER_ID, context or {})
    finally:
        odoo.modules.registry.Registry.delete(name)
        gc.collect()


@contextmanager
def measure(env=None, commit=True):
    """Wall and processor time, queries and peak memory of a block.

    Everything pending is written before the clock starts and before it stops; with
    ``commit`` (the default) the commit belongs to the part too.
    """
    if env is not None:
        env.flush_all()
        env.cr.commit()
        env.invalidate_all()
    gc.collect()
    result = Measure()
    start_mb = reset_peak_memory()
    queries, cpu = odoo.sql_db.sql_counter, time.process_time()
    begin = time.perf_counter()
    yield result
    if env is not None:
        env.flush_all()
        if commit:
            env.cr.commit()
    result.seconds = time.perf_counter() - begin
    result.cpu = time.process_time() - cpu
    result.queries = odoo.sql_db.sql_counter - queries
    result.peak_mb = max(0.0, memory("VmHWM") - start_mb)


def memory(field):
    """Megabytes from the kernel: VmRSS now, VmHWM at its highest since the reset."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"^{field}:\s+(\d+) kB", status, re.M)[1]) / 1024


def reset_peak_memory():
    Path("/proc/self/clear_refs").write_text("5")
    return memory("VmRSS")


def report(benchmark, sizes, measures, per=None, ours="ours", extra=None):
    """Prints a table and, as the last line, the JSON object of the result.

    :param dict measures: name of a part to its ``Measure``; ratios are formed of every
        other part against ``ours``
    :param tuple per: word and number for a column of milliseconds, ("invoice", 1000)
    :param dict extra: further entries of the JSON object, such as parts of the seconds
    """
    word, number = per or ("run", 1)
    head = ("", "seconds", f"ms/{word}", "queries", f"queries/{word}", "peak MB")
    print(" ".join(f"{cell:>16}" for cell in head))
    for name, part in measures.items():
        cells = (
            name,
            f"{part.seconds:.2f}",
            f"{1000 * part.seconds / number:.2f}",
            part.queries,
            f"{part.queries / number:.2f}",
            f"{part.peak_mb:.0f}",
        )
        print(" ".join(f"{cell:>16}" for cell in cells))
    result = {
        "benchmark": benchmark,
        "sizes": sizes,
        "seconds": {name: round(part.seconds, 3) for name, part in measures.items()},
        "ratios": {
            f"{name}/{ours}": round(part.seconds / measures[ours].seconds, 2)
            for name, part in measures.items()
            if name != ours
        },
        **(extra or {}),
    }
    sys.stdout.flush()
    print(json.dumps(result, ensure_ascii=False), flush=True)


def fail(reason):
    """Ends the benchmark in failure: a result that does not hold is none."""
    print(f"failed: {reason}", file=sys.stderr, flush=True)
    os._exit(1)
