"""A kernel in a sandbox, for all who start kernels through jupyter_client."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import psutil
import zmq
import zmq.asyncio
from jupyter_client import AsyncKernelManager
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Int, default

from bzdcourse.data import CourseError
from bzdcourse.grading import sandbox

LARGEST_MESSAGE_MB = 16
_CHANNEL = "channel"
_START_S = 60


class SandboxProvisioner(LocalProvisioner):
    """Starts a kernel behind the walls of :mod:`bzdcourse.grading.sandbox`.

    The kernel works in a copy of its folder, which ends with it. Without a network it can't be
    reached over TCP: it listens on sockets in a folder that only exists inside, and that the
    sandbox hands out.
    """

    memory_mb = Int(2048, help=sandbox.Limits.__doc__).tag(config=True)
    files_mb = Int(256, help=sandbox.Limits.__doc__).tag(config=True)
    processes = Int(64, help=sandbox.Limits.__doc__).tag(config=True)
    cpu_s = Int(600, help=sandbox.Limits.__doc__).tag(config=True)
    _sockets: int | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose the sockets and write the connection file, as the kernel will see them."""
        self.parent.transport = "ipc"
        self.parent.ip = str(sandbox.CONNECTION_FILE.with_name(_CHANNEL))
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the sandbox and return where its sockets are, seen from outside.

        Raises:
            SubmissionError: if the submission doesn't fit into the sandbox.
            CourseError: if sandbox or kernel don't start; with what they said last.
        """
        limits = sandbox.Limits(self.memory_mb, self.files_mb, self.processes, self.cpu_s)
        folder = Path(kwargs["cwd"]).resolve()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (closed in _let_go)
        ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        try:
            with ours, theirs, sandbox.pack(folder, limits) as submission:
                connection = Path(self.parent.connection_file).read_text()
                socket.send_fds(ours, [sandbox.plan(connection, limits)], [submission.fileno()])
                command = sandbox.sandbox_command(
                    self._inside(cmd), folder, limits, theirs.fileno()
                )
                await self._launch(command, kwargs["env"], theirs.fileno())
                theirs.close()
                self._sockets = self._receive(ours)
            self.connection_info["ip"] = f"/proc/self/fd/{self._sockets}/{_CHANNEL}"
            await self._wait_for_kernel()
        except BaseException:
            await self.kill()
            await self.wait()
            self._let_go()
            raise
        return self.connection_info

    def _inside(self, cmd: list[str]) -> list[str]:
        outside = os.path.realpath(self.parent.connection_file)
        return [part.replace(outside, str(sandbox.CONNECTION_FILE)) for part in cmd]

    async def _launch(self, command: list[str], env: dict[str, str], channel: int) -> None:
        await super().launch_kernel(
            command,
            env=sandbox.environment(env, self.kernel_spec.env),
            independent=True,  # bubblewrap itself ends with the grader
            pass_fds=[channel],
            stdout=subprocess.DEVNULL,
            stderr=self._said,
        )

    def _receive(self, channel: socket.socket) -> int:
        channel.settimeout(_START_S)
        with suppress(OSError):
            _, descriptors, *_ = socket.recv_fds(channel, 64, 1)
            if descriptors:
                return descriptors[0]
        raise CourseError(f"The sandbox did not start: {self._last_words()}")

    async def _wait_for_kernel(self) -> None:
        last = Path(f"{self.connection_info['ip']}-{self.connection_info['control_port']}")
        end = monotonic() + _START_S
        while not last.exists():
            if await self.poll() is not None or monotonic() > end:
                raise CourseError(f"The kernel did not start in the sandbox: {self._last_words()}")
            await asyncio.sleep(0.02)

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "it gave no reason.")

    def _let_go(self) -> None:
        if self._sockets is not None:
            os.close(self._sockets)
            self._sockets = None
        self._said.close()

    async def poll(self) -> int | None:
        """Exit code of the sandbox; ``None`` while it runs. Ends one that takes too much memory."""
        code = await super().poll()
        if code is None and self.process and _memory_mb(self.process.pid) > self.memory_mb:
            await self.kill()
        return code

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the sandbox's sockets, and with them of its last files."""
        await super().cleanup(restart=restart)
        self._let_go()


def _memory_mb(pid: int) -> float:
    """Memory in use by the descendants of a process: RLIMIT_AS knows one process at a time."""
    total_bytes = 0
    with suppress(psutil.Error):
        for process in psutil.Process(pid).children(recursive=True):
            with suppress(psutil.Error):
                total_bytes += process.memory_info().rss
    return total_bytes / 2**20


def _bounded_context() -> zmq.asyncio.Context:
    """Sockets that a hostile kernel can't fill the grader's memory through."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.MAXMSGSIZE, LARGEST_MESSAGE_MB * 2**20)
    context.setsockopt(zmq.RCVHWM, 16)
    return context


class BoundedClient(AsyncKernelClient):
    """A client that takes no message above :data:`LARGEST_MESSAGE_MB`."""

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        return _bounded_context()


class SandboxedKernelManager(AsyncKernelManager):
    """Starts any kernel in the sandbox, whatever its specification says."""

    @default("client_factory")
    def _client_factory_default(self) -> type[BoundedClient]:
        return BoundedClient

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        return _bounded_context()

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel's specification with our provisioner in it."""
        spec = super().kernel_spec
        if spec is not None:
            provisioner = {"provisioner_name": sandbox.PROVISIONER, "config": {}}
            spec.metadata = {**spec.metadata, "kernel_provisioner": provisioner}
            spec.interrupt_mode = "message"  # a signal would end bubblewrap, and the sandbox
        return spec
