#!/usr/bin/env bash
# Print the path of a Python that fits an environment; one line on stderr and status 1 without one.
#
#   tools/find_python.sh bot [GIVEN]     3.11 or newer, with venv and ensurepip
#   tools/find_python.sh rasa [GIVEN]    3.10 exactly
#
# Every candidate is run and asked for its version, as the name of a command promises nothing:
# PYENV_VERSION, for example, makes pyenv's python3.10 fail. A GIVEN interpreter is the only
# candidate. $UV (default .venv/bin/uv) finds or downloads a 3.10 where nothing else fits.
# Only builtins are used, so that tests can give a PATH with nothing but their own interpreters.
set -u

QUESTION='import sys
try:
    import ensurepip, venv
except ImportError:
    sys.exit("no venv")
print(*sys.version_info[:2], getattr(sys, "_base_executable", sys.executable))'

# answer COMMAND: set major, minor and executable to what the interpreter says of itself. The
# executable is the real one: not pyenv's shim, and not the link of an active environment.
answer() {
    local said
    said=$("$1" -c "$QUESTION" 2>/dev/null </dev/null) || return 1
    read -r major minor executable <<<"$said"
    [[ $major =~ ^[0-9]+$ && $minor =~ ^[0-9]+$ && -n $executable ]]
}

fits_bot() { ((major == 3 && minor >= 11)); }
fits_rasa() { ((major == 3 && minor == 10)); }

# accept COMMAND: print its executable where it runs and fits
accept() { answer "$1" && "fits_$environment" && printf '%s\n' "$executable"; }

# first_of COMMAND…: every place on PATH is tried, not only the first
first_of() {
    local name path
    for name; do
        while read -r path; do
            accept "$path" && return
        done < <(type -aP "$name")
    done
    return 1
}

# of_pyenv PATTERN: the versions that pyenv has installed, whichever of them is selected
of_pyenv() {
    local root path
    root=$(pyenv root 2>/dev/null) || root=${PYENV_ROOT:-${HOME:-}/.pyenv}
    for path in "$root"/versions/$1/bin/python; do
        accept "$path" && return
    done
    return 1
}

# of_uv: an interpreter that uv knows, else one that it downloads
of_uv() {
    local uv=${UV:-.venv/bin/uv} path
    path=$("$uv" python find -q --no-project --system 3.10 2>/dev/null) && accept "$path" && return
    "$uv" python install -q 3.10 >/dev/null 2>&1 || return 1
    path=$("$uv" python find -q --no-project --system 3.10 2>/dev/null) && accept "$path"
}

search() {
    case $environment in
    bot) first_of python3 python3.{14,13,12,11} python || of_pyenv '3.1[1-9]*' ;;
    rasa) of_pyenv '3.10.*' || first_of python3.10 python3 || of_uv ;;
    esac
}

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

environment=${1:-} given=${2:-}
case $environment in
bot)
    wanted="Python 3.11 or newer with venv (Debian: apt-get install python3 python3-venv)"
    variable=PYTHON
    ;;
rasa)
    wanted="Python 3.10 for Rasa"
    variable=PYTHON310
    ;;
*) fail "usage: find_python.sh bot|rasa [GIVEN]" ;;
esac

if [[ -n $given ]]; then
    accept "$given" && exit
    if answer "$given"; then
        fail "$variable=$given is Python $major.$minor; needed is $wanted."
    fi
    fail "$variable=$given cannot be used; needed is $wanted."
fi
search && exit
[[ $environment == rasa ]] &&
    fail "No $wanted: none in pyenv or on the path, and uv could not download one; install it, or set PYTHON310=/path/to/python3.10."
fail "No $wanted was found; install it, or set PYTHON=/path/to/python3."
