"""Teaching models: level, receptor, adaptation, taper, survey. Only numpy and scipy.

They describe averages of small studies. They predict nobody's course and are not for planning
anyone's taper.
"""
