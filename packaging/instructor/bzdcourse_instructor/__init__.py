"""The course with its keys, in ``course/``; ``bzdcourse start`` copies it."""
