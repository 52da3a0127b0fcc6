"""The fixtures. Loaded by pytest itself once the package is installed."""

from __future__ import annotations

from typing import Iterator

import pytest

from ._server import Gostiny


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the command line and of the configuration file."""
    group = parser.getgroup("gostiny")
    group.addoption("--gostiny-bin", metavar="FILE", help="the program gostiny [default: GOSTINY_BIN, then the PATH]")
    parser.addini("gostiny_bin", "the program gostiny")
    parser.addini("gostiny_arguments", "further arguments of `gostiny serve`", type="args", default=[])


@pytest.fixture(scope="session")
def gostiny_server(pytestconfig: pytest.Config) -> Iterator[Gostiny]:
    """One server for the whole run (for each worker of pytest-xdist). Its world is whatever the tests left."""
    binary = pytestconfig.getoption("--gostiny-bin") or pytestconfig.getini("gostiny_bin") or None
    server = Gostiny(binary, pytestconfig.getini("gostiny_arguments"))
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def gostiny(gostiny_server: Gostiny) -> Gostiny:
    """The server with the demo world anew."""
    gostiny_server.reset()
    return gostiny_server
