#!/bin/bash
# compose.sh DIR: the compose v2 plugin as DIR/cli-plugins/docker-compose, out of Debian 13's package; kept when it is there.
# With DOCKER_CONFIG=DIR any docker client finds it. Nothing of the machine's own packages is changed.
set -euo pipefail
directory=$1
[ -x "$directory/cli-plugins/docker-compose" ] && exit
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
uri=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources | head -1)
mkdir -p "$work"/{lists,archives/partial} "$directory/cli-plugins"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri trixie main" > "$work/sources.list"
options=(-qq -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$work/lists"
  -o Dir::Cache::Archives="$work/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
apt-get "${options[@]}" update
(cd "$work" && apt-get "${options[@]}" download docker-compose)
dpkg-deb -x "$work"/docker-compose_*.deb "$work/root"
plugin=$(find "$work/root" -type f -path '*cli-plugins/docker-compose' | head -1)
install -m 755 "$plugin" "$directory/cli-plugins/docker-compose"
