"""JupyterHub for one class on one server: accounts of the system, a server for each.

Used as it stands by the steps of README.md, by `make hub` and by the tests.
"""

c = get_config()  # noqa: F821  (JupyterHub hands it to this file)

# Accounts and passwords are the system's own (PAM). Who is in this group may log in. Nobody is the
# hub's administrator, who could enter everybody's server.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"bzdcourse"}

# Each server runs as its owner, so the system's file permissions keep people apart.
c.JupyterHub.spawner_class = "localprocess"
c.Spawner.http_timeout = 120  # seconds; a class logs in all at once

# Only this machine reaches it until you put TLS before it: see README.md.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"

c.ConfigurableHTTPProxy.command = "/opt/hub/proxy/node_modules/.bin/configurable-http-proxy"

load_subconfig("/etc/bzdcourse/roles.py")  # noqa: F821
