"""The machine that the guide's commands believe to be on: a folder and a cluster."""

import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from .blocks import ROOT

STAND_INS = Path(__file__).resolve().parent / "stand_ins"
# What the commands do for real elsewhere and what happens in the run instead; shown at
# its end. Nothing else in the guide is replaced.
REASONS = {
    "sudo": "everything of the run belongs to one user; -u names the database's user",
    "apt-get": "works out the installation with --simulate; the machine stays as it is",
    "systemctl": "systemd verifies the units; their commands run without it",
    "nginx": "the real server, unpacked and not installed, with the sites of the run",
}
# Odoo does not start below a folder that the database's user cannot enter.
FOLDERS = ("base", "backups", "units", "sites", "run", "certificates")
# The trial of a copy takes the first one's port and ten.
PORTS = {
    "HTTP_PORT": 0,
    "GEVENT_PORT": 1,
    "HTTP_PORT_2": 2,
    "GEVENT_PORT_2": 3,
    "WEB_PORT": 4,
    "PROPERTY_SERVICE_PORT": 5,
}


def free_base():
    """The first of eleven ports in a row that nobody listens on."""
    for base in range(18069, 30000, 100):
        try:
            for port in range(base, base + 11):
                with socket.socket() as listener:
                    listener.bind(("127.0.0.1", port))
        except OSError:
            continue
        return base
    raise SystemExit("no free ports were found below 30000")


def nginx_folder(cache):
    """Debian's nginx, unpacked; the machine itself gets no web server."""
    folder = Path(cache, "nginx")
    if not (folder / "usr/sbin/nginx").exists():
        part = folder.with_name("nginx.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for package in ("nginx", "nginx-common"):
            run(["apt-get", "-q", "download", package], cwd=part)
            run(["dpkg-deb", "-x", str(next(part.glob(f"{package}_*.deb"))), "."], part)
        part.rename(folder)
    return folder


def run(command, cwd=None, env=None):
    result = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


class World:
    """Folders, source repository, database server and environment of a run."""

    def __init__(self, folder=None):
        self.kept = bool(folder)
        self.folder = Path(folder or tempfile.mkdtemp(prefix="property-guide-"))
        self.folder.mkdir(exist_ok=True)
        # The database's user passes through.
        self.folder.chmod(0o755)
        for name in FOLDERS:
            (self.folder / name).mkdir(exist_ok=True)
        self.socket = Path(f"{tempfile.gettempdir()}/property-guide-{os.getpid()}")
        self.cluster = self.folder / "cluster"
        self.user = pwd.getpwuid(os.getuid()).pw_name
        self.pg_bin = Path(os.environ["PGBIN"])
        self.cache = os.environ["GUIDE_CACHE"]
        self.source = self.folder / "source"

    def start(self):
        for log in (self.folder / "run").glob("*.log"):
            log.unlink()
        self._make_source()
        self._start_cluster()

    # === The suite's repository ===

    def _make_source(self):
        """The checkout as it stands, in a repository that the guide clones."""
        if self.source.exists():
            return
        names = run(["git", "ls-files", "-co", "--exclude-standard"], ROOT).splitlines()
        for name in names:
            if not (ROOT / name).is_file():
                continue
            target = self.source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
        run(["git", "init", "-q", "-b", "main", "."], self.source)
        self.commit("The suite")

    def commit(self, message):
        run(["git", "add", "-A", "-f"], self.source)
        author = ["-c", "user.name=Guide", "-c", "user.email=guide@example.com"]
        run(["git", *author, "commit", "-q", "-m", message], self.source)

    # === The database server ===

    def _as_postgres(self, *command, check=True):
        if os.getuid() == 0:
            command = ("runuser", "-u", "postgres", "--", *command)
        return subprocess.run(
            command,
            cwd="/",
            check=check,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _start_cluster(self):
        self.socket.mkdir(exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(self.socket, "postgres")
        if not self.cluster.exists():
            self.cluster.mkdir()
            if os.getuid() == 0:
                shutil.chown(self.cluster, "postgres")
            self._as_postgres(
                *(str(self.pg_bin / "initdb"), "-D", str(self.cluster)),
                *("-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust"),
            )
        options = f"-c unix_socket_directories='{self.socket}' -c listen_addresses=''"
        options += " -c fsync=off -c max_connections=100"
        pg_ctl = (str(self.pg_bin / "pg_ctl"), "-D", str(self.cluster), "-w", "-s")
        log = ("-l", str(self.cluster / "server.log"))
        self._as_postgres(*pg_ctl, *log, "-o", options, "start")

    # === What the commands see ===

    def environment(self):
        env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PROPERTY_SERVICE_", "ODOO_", "VIRTUAL_ENV", "PG"))
        }
        paths = env["PATH"].split(":")
        # The interpreter of the machine, as somebody who installs has it.
        clean = [path for path in paths if "/venv/" not in path]
        return env | {
            "PATH": ":".join([str(STAND_INS), *clean]),
            "LANG": "C.UTF-8",
            "PGHOST": str(self.socket),
            "PGUSER": self.user,
            "USER": self.user,
            "SOURCE": str(self.source),
            "BASE": str(self.folder / "base"),
            "BACKUPS": str(self.folder / "backups"),
            "CERTIFICATES": str(self.folder / "certificates"),
            "SYSTEMD_UNITS": str(self.folder / "units"),
            "NGINX_SITES": str(self.folder / "sites"),
            **self.ports(),
            "GUIDE_RUN": str(self.folder / "run"),
            "GUIDE_NGINX": str(nginx_folder(self.cache)),
            # Odoo's package files are fetched once for all.
            "PROPERTY_SERVICE_CACHE": self.cache,
            "PROPERTY_SERVICE_SITES": str(self.folder / "sites-of-checkouts"),
        }

    def ports(self):
        """Ports that were free when the folder was made; they stay with it."""
        file = self.folder / "ports.json"
        if not file.exists():
            base = free_base()
            file.write_text(json.dumps({n: str(base + i) for n, i in PORTS.items()}))
        return json.loads(file.read_text())

    def resume(self):
        """Start the servers that an earlier run in the same folder has set up."""
        places = {"BASE": self.folder / "base"}
        script = '. "$BASE/places.sh"; systemctl start property nginx'
        run(["bash", "-c", script], env=self.environment() | places)

    # === The end ===

    def stop(self):
        """End the servers that the commands have left, then the database server."""
        for file in (self.folder / "run").glob("*.pid"):
            if file.read_text().strip():
                end(int(file.read_text()))
            file.unlink(missing_ok=True)
        sites = self.folder / "sites-of-checkouts"
        for cluster in [self.cluster, *sites.glob("*/cluster")]:
            self._as_postgres(
                *(str(self.pg_bin / "pg_ctl"), "-D", str(cluster)),
                *("-w", "-s", "-m", "fast", "stop"),
                # One that was never made does not stop.
                check=False,
            )
        shutil.rmtree(self.socket, ignore_errors=True)
        if not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)


def end(pid, seconds=60):
    """Ask a process that the run has started to stop, and wait for it."""
    for _attempt in range(seconds * 5):
        try:
            os.kill(pid, 15 if _attempt == 0 else 0)
        except ProcessLookupError:
            return
        time.sleep(0.2)
