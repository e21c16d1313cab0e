"""Read and score submissions on other machines, through ``dask.distributed``.

The machines need this project installed, in the same version, and the course's folder under the
same path. They only read; the gradebook and the graded files are written by whoever grades.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bzdcourse.data import CourseError
from bzdcourse.grading.batch import Run
from bzdcourse.grading.marking import Marked


@contextmanager
def cluster_at(address: str) -> Iterator[Run]:
    """Use the cluster whose scheduler answers at an address, such as ``tcp://10.0.0.7:8786``.

    Raises:
        CourseError: if ``distributed`` is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise CourseError(
            "A cluster needs dask.distributed. Install it: pip install 'bzdcourse[cluster]'"
        ) from None
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as problem:
        raise CourseError(f"No scheduler answers at {address} ({problem}).") from None

    def run(act: Callable[[list], list[Marked]], chunks: list[list]) -> Iterator[list[Marked]]:
        # A chunk whose worker dies is given to another one; reading twice harms nobody.
        chunk_of = {client.submit(act, chunk, pure=False): chunk for chunk in chunks}
        for future in as_completed(chunk_of):
            # After several workers died of the same chunk, it is read here.
            yield act(chunk_of[future]) if future.status == "error" else future.result()
            future.release()

    with client:
        yield run
