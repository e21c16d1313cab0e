#!/bin/sh
# The inside of trial.py: what README.md has an administrator and an instructor do, then the hub.
# Usage: trial.sh HUB_OPTIONS, with one line NAME:PASSWORD for each account on the standard input.
set -eu

# The machine's accounts, without those of people, and nobody's password.
awk -F: '$3 < 1000 || $1 == "nobody"' "$PRIVATE/passwd" >/etc/passwd
awk -F: '$3 < 1000 || $1 == "nogroup" { print $1 ":x:" $3 ":" }' "$PRIVATE/group" >/etc/group
awk -F: '{ print $1 ":*:19000:0:99999:7:::" }' /etc/passwd >/etc/shadow
chmod 600 /etc/shadow

# Where the environment expects the course lies what a learner may have of it, and nothing else.
mkdir -p "$PLACE_OF_THE_COURSE"
python -m zipfile -e "$PRIVATE"/bzdcourse-*.whl "$PLACE_OF_THE_COURSE"
python -m compileall -q "$PLACE_OF_THE_COURSE"

groupadd bzdcourse
while IFS=: read -r name password; do
  useradd --create-home --groups bzdcourse --shell /bin/bash "$name"
  chmod 700 "/home/$name"
  echo "$name:$password" | chpasswd
done

"$HUB/setup.sh" "$(command -v python)"

install -o instructor -m 600 "$PRIVATE"/bzdcourse_instructor-*.whl /home/instructor/
runuser -l instructor -c "PATH='$PATH'
  python -m pip install --quiet --no-deps --target keys bzdcourse_instructor-*.whl
  PYTHONPATH=keys bzdcourse start benzodiazepines >/dev/null
  rm -r keys bzdcourse_instructor-*.whl"

install -d -m 0700 /srv/jupyterhub
cd /srv/jupyterhub
exec jupyterhub --config /etc/bzdcourse/jupyterhub_config.py "$@" </dev/null
