"""Put a course into a wheel: all of it for instructors, or the half that students may have."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CHECKOUT = Path(__file__).resolve().parent


class CourseHook(BuildHookInterface):
    """Adds the folder that ``into`` of the hook's configuration names, with a course in it.

    ``keys`` says whether with the graded questions' keys. An editable installation needs none of
    it: its course is the checkout.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the course into a folder for the time of the build."""
        if version == "editable":
            return
        sys.path.insert(0, str(CHECKOUT / "src"))
        try:
            from bzdcourse.content import copy_course, copy_public_half
        except ModuleNotFoundError as problem:
            raise RuntimeError(
                f"{problem.name} is missing. The lessons in a wheel are made with the course's own "
                "programs: build it with `make wheel`, which has them."
            ) from None
        self._scratch = TemporaryDirectory()
        course = Path(self._scratch.name) / "course"
        (copy_course if self.config["keys"] else copy_public_half)(CHECKOUT, course)
        build_data["force_include"][str(course)] = self.config["into"]

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove that folder."""
        if version != "editable":
            self._scratch.cleanup()
