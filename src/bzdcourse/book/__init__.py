"""The course as a website and as PDFs: ``python -m bzdcourse.book``."""
