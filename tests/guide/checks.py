"""What the run looks at beside the commands, and what it prepares for them."""

import base64
import io
import json
import os
import re
import subprocess
import time
import urllib.request
from http.cookiejar import CookieJar

from pypdf import PdfReader

from .world import run

# bin/demo serves for ever: it runs until its server answers, and is then stopped.
DEMO = """\
setsid {command} >"{log}" 2>&1 </dev/null 3>&- 4>&- &
guide_demo=$!
guide_address=http://127.0.0.1:$PROPERTY_SERVICE_PORT/web/login
guide_tells_logins() {{ grep -q assistant "{log}"; }}
until curl -fsS -o /dev/null "$guide_address" 2>/dev/null && guide_tells_logins; do
    kill -0 "$guide_demo" || {{ cat "{log}"; false; }}
    sleep 1
done
kill "$guide_demo"
wait "$guide_demo" || true
"""
PASSWORD = "of the run only"
# Days since; two are past what is kept.
OLD_BACKUPS = {
    "2020-02-01_023000": 380,
    "2021-02-01_023000": 40,
    "2021-02-10_023000": 30,
    "2021-02-20_023000": 10,
}
NEW_VERSION = "19.0.1.99.0"
PARAMETER_FILE = "property_service/data/renovation/property_parameter_data.xml"
CLASS_FILE = "property_service/data/handover/property_warranty_class_data.xml"


def expect(found, wanted, what):
    if found != wanted:
        raise SystemExit(f"{what}: {found!r} instead of {wanted!r}")


def shell(world, code):
    """What Odoo's shell prints on the installed database."""
    command = (
        '. "$BASE/places.sh"; python -m odoo shell -d "$DB" --no-http --log-level=warn'
    )
    result = subprocess.run(
        ["bash", "-c", command],
        input=code,
        capture_output=True,
        text=True,
        env=world.environment(),
        check=False,
    )
    expect(result.returncode, 0, result.stderr[-2000:])
    return result.stdout.strip()


def query(world, sql, database="property"):
    command = ["psql", "-qtAX", "-d", database, "-c", sql]
    return run(command, env=world.environment()).strip()


class Client:
    """Somebody's browser, on the host of this port."""

    def __init__(self, cookies=None):
        self.cookies = cookies if cookies is not None else CookieJar()
        processor = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(processor)

    def get(self, port, path):
        return self.opener.open(f"http://127.0.0.1:{port}{path}", timeout=300).read()

    def call(self, port, path, **params):
        body = json.dumps({"jsonrpc": "2.0", "params": params}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}", body, {"Content-Type": "application/json"}
        )
        answer = json.load(self.opener.open(request, timeout=300))
        if "error" in answer:
            raise SystemExit(str(answer["error"])[-2000:])
        return answer["result"]

    def login(self, port):
        return self.call(
            port,
            "/web/session/authenticate",
            db="property",
            login="probe",
            password=PASSWORD,
        )


def after_installation(world):
    """a Chinese document is printed by a worker, with its memory limit."""
    cabinet = shell(world, PROBE)
    client = Client()
    client.login(world.environment()["HTTP_PORT"])
    pdf = client.get(
        world.environment()["HTTP_PORT"],
        f"/report/pdf/property_service.property_key_list_report/{cabinet}",
    )
    expect(pdf[:5], b"%PDF-", "printed document")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    if "钥匙" not in text:
        raise SystemExit(f"no Chinese text in the document: {text[:500]!r}")


PROBE = f"""
user = env["res.users"].search([("login", "=", "probe")]) or env["res.users"].create({{
    "name": "Probe", "login": "probe", "password": "{PASSWORD}", "lang": "zh_CN",
    "property_all_estates": True,
    "group_ids": [(4, env.ref(group).id) for group in
        ("base.group_system", "property_service.property_service_group_manager")],
}})
estate = env["property.estate"].create(
    {{"code": "PRT", "name": "印刷小区", "kind": "residential"}})
cabinet = env["property.key.cabinet"].create(
    {{"code": "1", "name": "钥匙柜", "estate_id": estate.id}})
env.cr.commit()
print(cabinet.id)
"""


def before_backup(world):
    """Bulk work that waits for tomorrow, and backups of earlier years and weeks."""
    for name, days in OLD_BACKUPS.items():
        folder = world.folder / "backups" / name
        (folder / "filestore").mkdir(parents=True, exist_ok=True)
        moment = time.time() - days * 24 * 3600
        os.utime(folder, (moment, moment))
    shell(
        world,
        "env['queue.job'].with_delay(eta=86400, description='Later')._test_job()\n"
        "env.cr.commit()",
    )


def with_copy(world):
    """the copy is neutral: it does no bulk work of the original, and no cron."""
    jobs = "SELECT state FROM queue_job WHERE name = 'Later'"
    expect(query(world, jobs), "pending", "bulk work of the original")
    expect(query(world, jobs, "property_copy"), "cancelled", "bulk work of the copy")
    crons = "SELECT count(*) FROM ir_cron WHERE active"
    expect(query(world, crons, "property_copy"), "1", "scheduled jobs of the copy")
    kept = [name for name in OLD_BACKUPS if (world.folder / "backups" / name).exists()]
    expect(kept, ["2021-02-01_023000", "2021-02-20_023000"], "old backups kept")


def before_upgrade(world):
    """A new version: another number, and two laws that have changed."""
    replace(world.source / PARAMETER_FILE, ">300</field>", ">500</field>")
    replace(world.source / CLASS_FILE, "in the design documents.", "in the design.")
    for folder in (".", "property_service", "property_service_reports"):
        manifest = world.source / folder / "__manifest__.py"
        old = re.search(r'"version": "[^"]*"', manifest.read_text("utf-8"))[0]
        replace(manifest, old, f'"version": "{NEW_VERSION}"')
    world.commit("[IMP] suite: a new version")


def replace(file, old, new):
    text = file.read_text("utf-8")
    expect(text.count(old), 1, f"places of {old} in {file.name}")
    file.write_text(text.replace(old, new), "utf-8")


def after_upgrade(world):
    """the new version runs, and what its laws say holds."""
    versions = query(
        world,
        "SELECT DISTINCT latest_version FROM ir_module_module"
        " WHERE state = 'installed' AND name LIKE 'property_service%'",
    )
    expect(versions, NEW_VERSION, "installed version")
    number = query(
        world,
        "SELECT default_value FROM property_parameter"
        " WHERE code = 'renovation.permit_area'",
    )
    expect(number, "500", "number of the setting")
    source = query(
        world,
        "SELECT source ->> 'en_US' LIKE '%in the design.'"
        " FROM property_warranty_class WHERE code = 'structure'",
    )
    expect(source, "t", "law of the warranty class is the new one")


def with_two_hosts(world):
    """one login holds on both hosts, and so does a file."""
    env = world.environment()
    ports = env["HTTP_PORT"], env["HTTP_PORT_2"]
    client = Client()
    uid = client.login(ports[0])["uid"]
    session = client.call(ports[1], "/web/session/get_session_info")
    expect(session["uid"], uid, "user on the second host")
    content = base64.b64encode(b"a photo" * 10_000).decode()
    attachment = client.call(
        ports[1],
        "/web/dataset/call_kw",
        model="ir.attachment",
        method="create",
        args=[{"name": "photo.bin", "datas": content}],
        kwargs={},
    )
    found = client.get(ports[0], f"/web/content/{attachment}")
    expect(found, b"a photo" * 10_000, "file on the first host")


def after_scaling(world):
    """sixty jobs were run sixty times, by both hosts' workers."""
    counts = [
        (world.folder / "run" / f"{name}.log").read_text().count("Running test job.")
        for name in ("property", "property-2")
    ]
    expect(sum(counts), 60, "jobs run")
    if counts[1] < 20:
        raise SystemExit(f"the second host did not take over: {counts}")


BEFORE = {"backup": before_backup, "upgrade": before_upgrade}
AFTER = {
    "installation": after_installation,
    "upgrade": after_upgrade,
    "scaling": after_scaling,
}
# Right after the block that holds the words.
WITHIN = {
    '"$LAST" property_copy': with_copy,
    '"Trial of two hosts"': with_two_hosts,
}
