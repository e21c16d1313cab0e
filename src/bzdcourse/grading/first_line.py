"""Run by a sandboxed Python kernel before its first cell (see ``sandbox.py``)."""

# As everywhere in Jupyter, a notebook may import the files beside it; but only the notebook may.
__import__("sys").path.insert(0, "")
