#!/bin/sh
# Once, as root, on the hub's server: configuration and exchange. README.md has the steps around it.
set -eu
cd "$(dirname "$0")"
python=${1:?Usage: setup.sh PYTHON, with the Python of the environment that holds the course}

instructor=instructor # as in jupyterhub_config.py
course=/srv/nbgrader/exchange/benzodiazepines

mkdir -p /etc/bzdcourse
cp -R etc/everybody etc/instructor jupyterhub_config.py /etc/bzdcourse/
lab=$("$python" -c 'import bzdcourse; print(bzdcourse.__path__[0] + "/jupyter_config")')
ln -sfn "$lab" /etc/bzdcourse/lab

# Everybody may write here, as nbgrader demands; the sticky bit (1) keeps each from renaming or
# deleting what is another's.
install -d -m 1777 /srv/nbgrader/exchange
install -d -m 0755 -o "$instructor" "$course" "$course/outbound"
# Learners may put something in, and not see what is there.
install -d -m 3733 -o "$instructor" "$course/inbound"
# Learners may open what they know the name of, a hash of their submission's secret.
install -d -m 0711 -o "$instructor" "$course/feedback"
