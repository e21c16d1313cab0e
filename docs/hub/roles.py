"""Who gets which configuration. Also for The Littlest JupyterHub: see README.md."""

c = get_config()  # noqa: F821  (JupyterHub hands it to this file)

INSTRUCTOR = "instructor"
"""The account that holds course folder and gradebook, and has the formgrader."""


def config_path(spawner):
    """Folders in which a server looks for its configuration, the strongest first."""
    roles = ["instructor"] if spawner.user.name == INSTRUCTOR else []
    return ":".join(f"/etc/bzdcourse/{part}" for part in [*roles, "everybody", "lab"])


c.Spawner.default_url = "/lab"
c.Spawner.environment = {"JUPYTER_CONFIG_PATH": config_path}
