#!/usr/bin/env bash
#
# Installs what `./legible --setup-only` built: Scripts/install.sh DESTDIR PREFIX (`make install`).
#
#   PREFIX/bin/legible                   the command; finds the rest from where it stands
#   PREFIX/bin/legible-live              what `legible live` executes, where `./legible live --help` built it before
#   PREFIX/libexec/legible               the helper that runs cvimodels
#   PREFIX/lib/legible                   OpenVINO, and Swift's libraries
#   PREFIX/share/legible/models          the models
#   PREFIX/include/legible/openvino      OpenVINO's headers and
#   PREFIX/lib/pkgconfig/openvino.pc     its description, for packages that use the library
set -euo pipefail
cd "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")"

prefix="$2"
to="$1$2"
[[ $prefix == /* ]] || {
  echo "legible: PREFIX must be an absolute path, and is '$prefix'." >&2
  exit 1
}

install -d "$to"/{bin,libexec/legible,lib/legible,lib/pkgconfig,share/legible/models,include/legible,share/doc/legible}
programs=(.build/release/legible)
[[ ! -x .build/release/legible-live ]] || programs+=(.build/release/legible-live)
install -m 755 "${programs[@]}" "$to/bin/"
install -m 755 .build/release/legible-cvimodel "$to/libexec/legible/"
cp -P .local/lib/*.so* "$to/lib/legible/"
# Swift's own libraries, so that the command runs on a machine without Swift.
ldd "${programs[@]}" | awk '$3 ~ "/lib/swift/linux/" { print $3 }' | sort -u | xargs -r install -m 644 -t "$to/lib/legible"
# Files only: what was fetched into a folder of its own is fetched anew.
find .local/share/legible/models -maxdepth 1 -type f -exec install -m 644 -t "$to/share/legible/models/" {} +
cp -r .local/include/openvino "$to/include/legible/"
for text in LICENSE THIRD_PARTY.md; do
  [[ ! -e $text ]] || install -m 644 "$text" "$to/share/doc/legible/"
done
sed -e "s|^prefix=.*|prefix=$prefix|" \
  -e "s|^libdir=.*|libdir=\${prefix}/lib/legible|" \
  -e "s|^includedir=.*|includedir=\${prefix}/include/legible|" \
  .local/lib/pkgconfig/openvino.pc >"$to/lib/pkgconfig/openvino.pc"
echo "legible: installed under $to" >&2
