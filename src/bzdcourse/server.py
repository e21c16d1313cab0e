"""What JupyterLab's server does differently for the course; ``jupyter_config`` names it."""

from __future__ import annotations

from asyncio import Future
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def leave_out_widgets(model: dict[str, Any], **_: Any) -> None:
    """Keep widgets out of a notebook file that is being saved, where readable text stands as well.

    A saved widget lives no longer than its kernel: opened the next day it would show an error in
    the place of every question. JupyterLab calls this before it saves (``pre_save_hook``).
    """
    if model.get("type") != "notebook":
        return
    for cell in model["content"]["cells"]:
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output["data"].pop(WIDGET_VIEW, None)


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The way from kernel to page, without waiting for more to send.

    A kernel answers in several small messages ("busy", the answer, "idle"). Left to itself, TCP
    holds the second back until the browser has acknowledged the first (Nagle's algorithm), and the
    browser takes up to 40 ms for that: longer than a model needs to be computed and drawn.
    """

    def connect(self) -> Future[None] | None:
        """Connect as usual, on a socket that sends at once."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
