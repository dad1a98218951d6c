# shellcheck shell=bash
# What script/server and script/test share: install system packages and the Python environment, and say so.
# Source it from the project's root folder. Every function is quick when there is nothing to do.

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
fail() { printf '\nerror: %s\n' "$1" >&2; shift; [ $# -eq 0 ] || printf '       %s\n' "$@" >&2; exit 1; }
show_help() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$1"; }
indent() { sed -u 's/^/   | /'; }

# Print the lines of script/packages.txt of these parts whose program or file is missing.
missing_packages() {
  local name part found reason without
  while IFS='|' read -r name part found reason without; do
    name=${name// /} part=${part// /} found=${found// /} reason=${reason% }
    [[ -z $name || $name == \#* || " $* " != *" $part "* ]] && continue
    present "$found" || printf '%s|%s|%s\n' "$name" "${reason# }" "${without# }"
  done < script/packages.txt
}

present() {
  if [[ $1 == /* ]]; then compgen -G "$1" >/dev/null; else command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ]; fi
}

# Install the packages of these parts that are missing; what cannot be installed is named, with what it costs.
install_packages() {
  local missing names
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  step "System packages"
  while IFS='|' read -r name reason _; do say "   $name: $reason"; done <<<"$missing"
  mapfile -t names < <(cut -d'|' -f1 <<<"$missing")
  if become_root; then apt_install "${names[@]}"; fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  mapfile -t names < <(cut -d'|' -f1 <<<"$missing")
  say "" "These packages are missing:"
  while IFS='|' read -r name _ without; do say "   $name: $without"; done <<<"$missing"
  say "An administrator can install them with:"
  say "   apt-get install --no-install-recommends ${names[*]}"
  say "Going on without them."
}

# Set `root` to the words that run a command as root; fail when this account cannot.
become_root() {
  root=()
  [ "$(id -u)" -ne 0 ] || return 0
  root=(sudo)
  command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; } && return 0
  say "This account is not root and cannot use sudo, so nothing can be installed."
  return 1
}

apt_install() {
  say "Installing with apt-get ..."
  "${root[@]}" apt-get update -qq -o APT::Update::Error-Mode=any -o DPkg::Lock::Timeout=120 2>&1 | indent \
    || say "The package lists could not be renewed: is there a network? Going on with the lists that are here."
  apt_get_install "$@" && return
  [ $# -gt 1 ] || return 0
  say "Trying one by one, so that one package does not hold up the others ..."
  for name in "$@"; do apt_get_install "$name" || say "   $name could not be installed."; done
}

apt_get_install() {
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" </dev/null 2>&1 | indent
}

# Make .venv hold exactly what a lock file names; done again only when the lock or the interpreter changed.
# NOTE: it is made with Debian's interpreter, because sandboxed tools cannot read one in somebody's home folder.
python_environment() {
  local lock=$1 stamp digest
  stamp=.venv/.installed-$(basename "$lock" .lock)
  digest="$(sha256sum <"$lock") $(/usr/bin/python3 -V 2>&1)"
  [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && return
  step "Python environment (.venv) from $lock"
  /usr/bin/python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
    || fail "/usr/bin/python3 is missing or older than 3.11." "Debian 12 has it in the package python3."
  .venv/bin/python -c '' 2>/dev/null || make_environment
  environment_pip install --no-input --require-hashes --only-binary :all: --progress-bar off -r "$lock" 2>&1 \
    | awk -v all="$(grep -c == "$lock")" '
        /^(Collecting|Processing)/ { sub(".*/", "", $2); printf "[%d/%d] %s\n", ++number, all, $2 }
        /^Installing/ { print "installing all of them" }
        /^ *ERROR|[Ee]rror|Retrying|Could not fetch/ { print substr($0, 1, 200) }
        { fflush() }' \
    | indent || fail "The Python packages could not be installed (see above)." \
    "The first start needs a network that reaches the Python package index; start again when it is there."
  printf '%s' "$digest" >"$stamp"
}

make_environment() {
  rm -rf .venv
  say "   making .venv with $(/usr/bin/python3 -V)"
  (umask 022; /usr/bin/python3 -m venv .venv 2>/dev/null || { rm -rf .venv; /usr/bin/python3 -m venv --without-pip .venv; })
}

environment_pip() {
  if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    .venv/bin/python -m pip "$@"
  elif /usr/bin/python3 -m pip --version >/dev/null 2>&1; then
    /usr/bin/python3 -m pip --python .venv/bin/python "$@"
  else
    say "ERROR: neither python3-venv nor python3-pip is there; an administrator can run: apt-get install python3-venv"
    return 1
  fi
}
