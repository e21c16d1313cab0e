"""The page's end of the wire between a notebook's page and its kernel."""

from comm.base_comm import BaseComm

ANSWERS = {
    "demo-single": "blue",
    "demo-multiple": ["red", "amber"],
    "demo-numeric": "1,298",
    "demo-calculation": "80",
    "demo-ordering": ["one", "two", "three", "four"],
    "demo-schedule": [["7", "6"], ["14", "5,0"], ["9", "3.5"], ["0", "0"]],
    "demo-classification": {"fire": "warm", "ice": "cool", "sea": "cool", "sun": "warm"},
}
"""A readable answer to each question of the demonstration, as the page sends it."""


class Page:
    """Stands where the browser stands: sees what is sent to widgets, and sends what it does."""

    def __init__(self):
        self.states = {}
        self.replies = {}
        self.wires = {}

    def plug(self, **arguments):
        """Make the connection of one new widget."""
        page = self

        class Wire(BaseComm):
            def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
                page.hear(self, data or {})

        return Wire(**arguments)

    def hear(self, wire, data):
        """Take in a state or a reply."""
        if "state" in data:
            self.states.setdefault(wire.comm_id, {}).update(data["state"])
            if question := data["state"].get("question"):
                self.wires.setdefault(question["id"], wire)
            elif "state" in data["state"]:
                self.wires.setdefault("progress", wire)
        if data.get("method") == "custom":
            self.replies[wire.comm_id] = data["content"]

    def state(self, name):
        """What the page knows of a widget."""
        return self.states[self.wires[name].comm_id]

    def do(self, name, action, answer):
        """Send one message as the page does, and return the reply."""
        wire = self.wires[name]
        content = {"type": action, "answer": answer, "n": "token"}
        message = {"data": {"method": "custom", "content": content}}
        wire.handle_msg({"content": message, "buffers": []})
        return self.replies.pop(wire.comm_id)

    def answer(self, name, answer):
        """Answer a graded question."""
        return self.do(name, "answer", answer)
