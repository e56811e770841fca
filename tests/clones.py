"""Databases of their own, for what a rolled-back test cannot show.

A run that is killed, two runs at once, an update or an uninstall need commits and real
processes. bin/test and bin/bench name the database to clone and Odoo's configuration.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import odoo.tools

# With both add-ons; "core" is the same without them.
TEMPLATE = os.environ.get("PROPERTY_SERVICE_TEMPLATE")
CORE = "core"


def configuration():
    return os.environ.get("PROPERTY_SERVICE_CONF") or odoo.tools.config["config"]


def filestore(name):
    return Path(odoo.tools.config["data_dir"], "filestore", name)


def create_database(name, template="template0"):
    """A new database ``name``, with the rows and files of ``template``."""
    drop_database(name)
    subprocess.run(["createdb", "-T", template, "-E", "UTF8", name], check=True)
    if filestore(template).is_dir():
        shutil.copytree(filestore(template), filestore(name))


def drop_database(name):
    command = ["dropdb", "--if-exists", "--force", name]
    for _attempt in range(20):
        if subprocess.run(command, check=False, capture_output=True).returncode == 0:
            break
        # The cluster is vacuuming it, which nobody but its superuser may stop.
        time.sleep(0.5)
    else:
        subprocess.run(command, check=True)
    shutil.rmtree(filestore(name), ignore_errors=True)


@contextmanager
def database(label, template=None):
    """A clone that lives as long as the block.

    :param str label: part of its name; each process has databases of its own
    :param str template: the database to clone, by default the one with both add-ons
    :return: its name
    """
    name = f"clone_{label}_{os.getpid()}"
    create_database(name, template or TEMPLATE)
    try:
        yield name
    finally:
        odoo.sql_db.close_db(name)
        drop_database(name)


def odoo_arguments(name, *arguments):
    command = [sys.executable, "-m", "odoo"]
    # Sub-commands stand before the options.
    if arguments and not arguments[0].startswith("-"):
        command.append(arguments[0])
        arguments = arguments[1:]
    return [*command, "-c", configuration(), "-d", name, *arguments]


def run_odoo(name, *arguments, code=None, timeout=600):
    """Odoo's command line on a database, to its end.

    :param str code: standard input, for ``run_odoo(name, "shell", code=...)``
    :return: the finished process; its ``stdout`` has the log too
    """
    return subprocess.run(
        odoo_arguments(name, *arguments),
        input=code,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
        env=environment(),
    )


def environment():
    """The environment of a server with the job runner that the tests' own has not."""
    off = "ODOO_QUEUE_JOB_CHANNELS"
    return {name: value for name, value in os.environ.items() if name != off}


def start_odoo(name, *arguments, code=None):
    """The same in the background; a test kills it with ``process.kill()``."""
    process = subprocess.Popen(
        odoo_arguments(name, *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(),
    )
    if code is not None:
        process.stdin.write(code)
        process.stdin.close()
    return process


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def server(name, *arguments, timeout=60):
    """A real server with job runner and crons on a database.

    :return: the address and the process; it is killed at the end if still alive
    """
    port = free_port()
    process = start_odoo(name, f"--http-port={port}", *arguments)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(address), timeout=timeout)
        yield address, process
    finally:
        process.kill()
        process.wait()


def answers(address):
    try:
        with urllib.request.urlopen(f"{address}/web/health", timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait_until(condition, timeout=60, pause=0.1):
    """Looks again and again, never longer than ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"still not so after {timeout} seconds")
        time.sleep(pause)


def query(name, sql):
    """Rows of a query as tuples of text, seen from outside."""
    result = subprocess.run(
        ["psql", "-qtAX", "-F", "\t", "-d", name, "-c", sql],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [tuple(line.split("\t")) for line in result.stdout.splitlines()]
