#!/bin/sh
# Puts configuration and exchange where they belong on a hub's server. Run it as root; again after an
# update of the course. README.md has the steps around it.
# Usage: setup.sh PYTHON [ACCOUNT]
#   PYTHON   the Python of the environment that holds the course
#   ACCOUNT  the instructor's account of the system (default: instructor)
set -eu
cd "$(dirname "$0")"
python=${1:?Usage: setup.sh PYTHON [ACCOUNT]}
instructor=${2:-instructor}

mkdir -p /etc/bzdcourse
cp -R everybody instructor jupyterhub_config.py roles.py /etc/bzdcourse/
lab=$("$python" -c 'import bzdcourse; print(bzdcourse.__path__[0] + "/jupyter_config")')
ln -sfn "$lab" /etc/bzdcourse/lab

# Everybody may write here, as nbgrader demands; the sticky bit (1) keeps each from renaming or
# deleting what is another's.
install -d -m 1777 /srv/nbgrader/exchange
course=/srv/nbgrader/exchange/benzodiazepines
install -d -m 0755 -o "$instructor" "$course" "$course/outbound"
# Students may put something in, and not see what is there.
install -d -m 3733 -o "$instructor" "$course/inbound"
# Students may open what they know the name of: a hash of their submission's secret.
install -d -m 0711 -o "$instructor" "$course/feedback"
