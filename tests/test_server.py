"""What the course changes in JupyterLab's server."""

import json
import socket
from importlib import import_module
from pathlib import Path

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

import bzdcourse
from bzdcourse.server import PromptConnection, leave_out_widgets

CONFIG = Path(bzdcourse.__file__).parent / "jupyter_config" / "jupyter_server_config.json"


def named_in_config():
    """The parts of the course that the server's configuration names."""
    words = CONFIG.read_text(encoding="utf-8").split('"')
    return [word for word in words if word.startswith("bzdcourse.")]


@pytest.mark.parametrize("name", named_in_config())
def test_the_configuration_names_what_there_is(name):
    """A name that can't be imported would stop the server, or leave its default in silence."""
    module, _, attribute = name.rpartition(".")
    assert hasattr(import_module(module), attribute)


def test_messages_are_sent_at_once(monkeypatch):
    """The socket to the page doesn't hold small messages back, whatever else connecting does."""
    config = json.loads(CONFIG.read_text(encoding="utf-8"))
    assert config["ServerApp"]["kernel_websocket_connection_class"].endswith("PromptConnection")
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda self: "connected")
    with socket.socket() as page:

        class Handler(KernelWebsocketHandler):
            def __init__(self):
                """Without a request: only its socket matters here."""

            def set_nodelay(self, value):
                page.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, value)

        assert not page.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert PromptConnection(websocket_handler=Handler()).connect() == "connected"
        assert page.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_saved_notebook_stays_readable_without_its_kernel():
    """What is saved of a question is its text: a widget would show an error the next day."""
    both = {"text/html": "a question", "application/vnd.jupyter.widget-view+json": {}}
    alone = {"application/vnd.jupyter.widget-view+json": {}}
    cells = [{"outputs": [{"data": dict(both)}, {"data": dict(alone)}, {"text": "x"}]}, {}]
    leave_out_widgets(model={"type": "notebook", "content": {"cells": cells}}, path="a.ipynb")
    first, second, _ = cells[0]["outputs"]
    assert first["data"] == {"text/html": "a question"}
    assert second["data"] == alone
    leave_out_widgets(model={"type": "file", "content": "text"}, path="a.txt")
