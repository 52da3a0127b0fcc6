"""The server's process and calls to it. Standard library only."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Optional, Sequence

READY = "gostiny is listening on "
OPERATOR_TOKEN = "demo-operator-token"


class GostinyError(Exception):
    """The server could not be started, or gave no answer."""


class Refused(GostinyError):
    """The server refused a call; `status` and `body` say how."""

    def __init__(self, path: str, status: int, body: Any) -> None:
        super().__init__(f"{path}: {status} {body}")
        self.status = status
        self.body = body


@dataclass(frozen=True)
class Seller:
    """A shop of the demo world and its key."""

    client_id: str
    api_key: str

    @property
    def headers(self) -> "dict[str, str]":
        """What a seller's call carries."""
        return {"Client-Id": self.client_id, "Api-Key": self.api_key}


SELLERS = (
    Seller("100001", "11111111-1111-4111-8111-111111111111"),
    Seller("100002", "22222222-2222-4222-8222-222222222222"),
)


class Gostiny:
    """A running server with the demo world. Its clock stands still until a test moves it."""

    def __init__(
        self,
        binary: Optional[str] = None,
        arguments: Sequence[str] = (),
        timeout: float = 60.0,
    ) -> None:
        self.timeout = timeout
        self.operator_token = OPERATOR_TOKEN
        self.sellers = SELLERS
        self.client_id = SELLERS[0].client_id
        self.api_key = SELLERS[0].api_key
        found = binary or os.environ.get("GOSTINY_BIN") or shutil.which("gostiny")
        if not found:
            raise GostinyError("no program gostiny: name it by GOSTINY_BIN, or put it on the PATH")
        command = [found, "serve", "--listen", "127.0.0.1:0", "--database", "sqlite::memory:", "--demo"]
        command += ["--clock", "manual", "--seed", "1", "--log", "warn", "--stop-with-input", *arguments]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GOSTINY_")}
        # The server stops when its input ends: also when this process dies without a word.
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
            )
        except OSError as error:
            raise GostinyError(f"{found} cannot be started: {error}") from error
        try:
            self.base_url = self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def _wait_until_ready(self) -> str:
        lines: "queue.Queue[str]" = queue.Queue()

        def read() -> None:
            assert self._process.stdout is not None
            for line in self._process.stdout:
                lines.put(line)
            lines.put("")

        threading.Thread(target=read, daemon=True).start()
        try:
            line = lines.get(timeout=self.timeout)
        except queue.Empty:
            raise GostinyError(f"the server was not ready within {self.timeout} s") from None
        if not line.startswith(READY):
            raise GostinyError(f"the server did not start (exit status {self._process.poll()}); see its words above")
        return line[len(READY) :].strip()

    def call(self, verb: str, path: str, body: Any = None, headers: "Optional[dict[str, str]]" = None) -> Any:
        """Any call. Answers the JSON, or the bytes of a document; a refusal is a `Refused`."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base_url + path, data=data, method=verb, headers=dict(headers or {}))
        if data is not None:
            request.add_header("Content-Type", "application/json")
        # Never through a proxy: the server is on this machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=self.timeout) as answer:
                return _read(answer.headers.get("Content-Type", ""), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(path, error.code, _read(error.headers.get("Content-Type", ""), error.read())) from None
        except OSError as error:
            raise GostinyError(f"{path}: no answer: {error}") from error

    def seller(self, path: str, body: Any = None, seller: Optional[Seller] = None) -> Any:
        """A seller's call: the first shop's unless another one is named."""
        return self.call("POST", path, {} if body is None else body, (seller or self.sellers[0]).headers)

    def operator(self, verb: str, path: str, body: Any = None) -> Any:
        """A call of the marketplace itself, under `/operator/v1`."""
        if body is None and verb in ("POST", "PUT"):
            body = {}
        return self.call(verb, "/operator/v1" + path, body, {"Authorization": f"Bearer {self.operator_token}"})

    def advance(self, seconds: int) -> "dict[str, Any]":
        """Moves the clock; what falls due has happened when this returns."""
        return self.operator("POST", "/clock/advance", {"seconds": seconds})

    def step(self) -> "dict[str, Any]":
        """Moves the clock to the next thing that happens, and tells it."""
        return self.operator("POST", "/clock/step")

    def reset(self) -> None:
        """The demo world as it was first filled."""
        self.operator("POST", "/reset")

    def stop(self) -> None:
        """Stops the server; a second time does nothing."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _read(kind: str, body: bytes) -> Any:
    return json.loads(body) if "json" in kind else body
