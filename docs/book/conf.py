"""How Sphinx builds the book. The pages are made by bzdcourse.book; see `make book`."""

from pathlib import Path

import bzdcourse
from bzdcourse.book.pages import ABOUT, TITLE

project = TITLE
author = "The benzodiazepine course contributors"
project_copyright = "The benzodiazepine course contributors; text CC BY 4.0, code MIT"
language = "en-GB"

extensions = ["myst_nb", "bzdcourse.book.mathml"]
nitpicky = True
smartquotes = False

# The notebooks have run when they come here, and most readers are no programmers.
nb_execution_mode = "off"
nb_remove_code_source = True
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 4
myst_url_schemes = ["http", "https", "mailto", "tel"]

html_theme = "furo"
html_title = TITLE
html_math_renderer = "mathml"
html_static_path = ["static", str(Path(bzdcourse.__file__).with_name("feedback.css"))]
html_css_files = ["feedback.css", "book.css"]
html_copy_source = False
html_show_sphinx = False
html_use_index = False
html_theme_options = {
    "footer_icons": [],
    "announcement": ABOUT,
    "light_css_variables": {"jp-content-font-color0": "#000"},  # the claim map's tiles need the
    "dark_css_variables": {"jp-content-font-color0": "#fff"},  # strongest ink that there is
}

linkcheck_anchors = False
linkcheck_timeout = 30
