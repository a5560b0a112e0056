#!/bin/sh
# Makes .venv in the checkout, with the program and what it needs.
#
#   sh scripts/setup.sh          to run it
#   sh scripts/setup.sh test     to test it as well
#
# Nothing is done twice: packages are fetched when a requirements file has changed, the command is
# installed when pyproject.toml has, and otherwise no installer is started and no network is needed.
# Every failure ends in one sentence that says what to type. No root is needed.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
here=$(pwd -P)
group=${1:-run}

# Settings of other environments must not lead the packages elsewhere.
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV \
    PIP_TARGET PIP_PREFIX PIP_USER PIP_PYTHON PIP_REQUIRE_VIRTUALENV PIP_NO_BINARY \
    UV_TARGET UV_PREFIX UV_PYTHON UV_SYSTEM_PYTHON
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_RETRIES="${PIP_RETRIES:-2}"

case $group in
    run) again="make install" ;;
    test) again="make test" ;;
    *) echo "There is no group \"$group\"; type: sh scripts/setup.sh test" >&2; exit 2 ;;
esac

sudo="sudo "
[ "$(id -u)" != 0 ] || sudo=""

stop() {
    echo "$1" >&2
    exit 1
}

version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null </dev/null
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null </dev/null
}

has_module() {
    "$1" -c "import $2" 2>/dev/null </dev/null
}

# The first Python that is new enough and can fill an environment, else the first new enough.
find_python() {
    python=""
    for candidate in python3.13 python3.12 python3.11 python3; do
        is_new_enough "$candidate" || continue
        [ -n "$python" ] || python=$candidate
        if has_module "$candidate" ensurepip; then
            python=$candidate
            return
        fi
    done
    [ -z "$python" ] || return 0
    old=$(version_of python3) || old="none"
    stop "RxLens needs Python 3.11 or newer and found $old; type: ${sudo}apt-get install python3.11-venv"
}

# Debian packs the part that fills an environment apart, one package for each version.
stop_without_pip() {
    version=$(version_of "$python")
    package=python$version-venv
    [ "$(version_of python3)" != "$version" ] || package=python3-venv
    stop "This Python cannot make an environment by itself; type: ${sudo}apt-get install $package"
}

# pip inside the environment, or one from outside that is told to fill it.
find_installer() {
    if has_module .venv/bin/python pip; then
        installer=pip
    elif "$python" -m pip --python .venv/bin/python --version >/dev/null 2>&1 </dev/null; then
        installer=outer-pip
    elif command -v uv >/dev/null 2>&1; then
        installer=uv
    else
        stop_without_pip
    fi
}

make_environment() {
    echo "Setting up .venv with Python $(version_of "$python") (once; about a minute) ..."
    rm -rf .venv
    if has_module "$python" ensurepip && "$python" -m venv .venv >/dev/null 2>&1 </dev/null; then
        return
    fi
    rm -rf .venv
    "$python" -m venv --without-pip .venv >/dev/null 2>&1 </dev/null || stop_without_pip
}

install() {
    case $installer in
        pip) .venv/bin/python -m pip install --quiet "$@" ;;
        outer-pip) "$python" -m pip --python .venv/bin/python install --quiet "$@" ;;
        uv) uv pip install --quiet --python .venv/bin/python "$@" ;;
    esac >.venv/install.log 2>&1 </dev/null || stop_install
}

stop_install() {
    tail -n 5 .venv/install.log >&2
    # "Nothing at all" for a pinned package is what pip says of an index it cannot reach.
    if grep -qiE 'connect|name resol|not resolve|unreachable|timed out|dns error|versions: none' .venv/install.log; then
        stop "The packages could not be fetched; connect this computer to the network and type: $again"
    fi
    stop "The packages could not be installed (.venv/install.log says why); to start afresh type: rm -rf .venv && $again"
}

# done_already NAME STATE: true when the last finished step NAME left STATE behind.
done_already() {
    [ "$(cat ".venv/$1.done" 2>/dev/null)" = "$2" ]
}

is_usable() {
    done_already place "$here" && is_new_enough .venv/bin/python
}

packages=$(cksum "requirements/$group.txt")
command=$(cat pyproject.toml checker/__init__.py | cksum)
if is_usable && done_already "$group" "$packages" && done_already command "$command"; then
    exit 0
fi

find_python
is_usable || make_environment
find_installer
echo "$here" >.venv/place.done
if ! done_already "$group" "$packages"; then
    echo "Fetching the packages of requirements/$group.txt ..."
    install --require-hashes --only-binary :all: --requirement "requirements/$group.txt"
    echo "$packages" >".venv/$group.done"
fi
if ! done_already command "$command"; then
    install --no-deps --no-build-isolation --no-index --editable .
    echo "$command" >.venv/command.done
fi
echo "Ready: .venv/bin/rxlens"
