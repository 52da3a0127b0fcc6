"""The kit against the real program, named by GOSTINY_BIN."""

import os
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from pytest_gostiny import Gostiny, GostinyError, Refused

def shops(gostiny):
    return [shop["name"] for shop in gostiny.operator("GET", "/sellers")["sellers"]]


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_the_demo_world_anew(gostiny, turn):
    assert gostiny.seller("/v2/product/list", {"limit": 1})["result"]["total"] >= 200
    before = shops(gostiny)
    assert len(before) == 2
    gostiny.operator("POST", "/sellers", {"name": "Ёлка"})
    assert shops(gostiny) == [*before, "Ёлка"]
    start = gostiny.operator("GET", "/clock")["now"]
    assert start == "2026-01-12T09:00:00Z"
    assert gostiny.advance(3600)["now"] == "2026-01-12T10:00:00Z"


def test_a_step_tells_what_happened(gostiny):
    planned = gostiny.operator("GET", "/agenda")["items"][0]
    step = gostiny.step()
    assert step["now"] == planned["due_at"] == step["happened"][0]["due_at"]
    assert step["happened"][0]["kind"] == planned["kind"]


def test_a_refusal_says_what_was_wrong(gostiny):
    with pytest.raises(Refused) as refused:
        gostiny.seller("/v2/product/info", {"product_id": 5})
    assert refused.value.status == 404
    with pytest.raises(Refused) as refused:
        gostiny.call("POST", "/v2/product/list", {}, {"Client-Id": "100001", "Api-Key": "нет".encode().hex()})
    assert refused.value.status in (401, 403, 404)


def test_both_shops_are_there(gostiny):
    names = [gostiny.seller("/v1/warehouse/list", seller=seller)["result"] for seller in gostiny.sellers]
    assert all(names) and names[0] != names[1]


def test_a_missing_program_is_named():
    with pytest.raises(GostinyError, match="/no/such/gostiny"):
        Gostiny("/no/such/gostiny")


def test_the_server_ends_with_the_process_that_started_it():
    script = "from pytest_gostiny import Gostiny; import time; print(Gostiny().base_url, flush=True); time.sleep(600)"
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment)
    url = child.stdout.readline().strip()
    assert url.startswith("http://127.0.0.1:")
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url + "/healthz", timeout=1).close()
        except OSError:
            return
        time.sleep(0.05)
    pytest.fail("the server goes on without its parent")
