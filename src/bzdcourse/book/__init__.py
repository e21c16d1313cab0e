"""The course as a website and as printed pages: ``python -m bzdcourse.book``."""
