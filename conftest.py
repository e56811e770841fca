"""Options of the test run; bin/test gives them."""

import functools
import logging
import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from odoo.tests.common import get_db_name
from odoo.tools import config


def pytest_addoption(parser):
    parser.addoption(
        "--no-skips",
        action="store_true",
        help="A skipped test fails: Odoo skips a test of printing without a printer.",
    )
    parser.addoption(
        "--ready-world",
        action="store_true",
        help="Build the tests' companies, estates and users once, and keep them in the "
        "database; for a database that is thrown away.",
    )


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if not item.config.getoption("--no-skips"):
        return
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry):
    """Each worker keeps the files of its database for itself.

    pytest-odoo lets all workers share those of the database they were cloned from. One
    then takes a file that another has only begun to write for its own, and finds it
    empty.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    name = get_db_name()
    shared = config.filestore(name)
    # A file that cannot be read is empty to Odoo, which says so at this level only.
    logging.getLogger("odoo.addons.base.models.ir_attachment").setLevel(logging.INFO)
    with patch.object(
        config, "filestore", functools.partial(type(config).filestore, config)
    ):
        own = Path(config.filestore(name))
        shutil.rmtree(own, ignore_errors=True)
        if Path(shared).is_dir():
            shutil.copytree(shared, own)
        yield
        shutil.rmtree(own)


@pytest.fixture(scope="session", autouse=True)
def ready_world(request, own_filestore):
    """Companies, estates, units and users that all classes find, made once a worker.

    Each class still works in a transaction of its own, rolled back at its end.
    """
    if not request.config.getoption("--ready-world"):
        return
    from odoo.addons.property_service.tests.common import keep_world

    config["test_enable"] = True
    keep_world()
    config["test_enable"] = False
