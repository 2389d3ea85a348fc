"""The arithmetic of the table, and the table."""

import statistics


def times(predictions):
    """Milliseconds of each picture, by its name."""
    return {p["image"]: p["ms"] for p in predictions if p.get("ms") is not None}


def ratios(ours, theirs):
    """Ratios of the medians and of the means of one round, ours over theirs, of the pictures that both read.

    Below 1 we are faster. (None, None) where there is no such picture.
    """
    common = [name for name in ours if name in theirs]
    if not common:
        return None, None
    mine, other = [ours[n] for n in common], [theirs[n] for n in common]
    return tuple(
        kind(mine) / kind(other) if kind(other) > 0 else None for kind in (statistics.median, statistics.fmean))


def median(values):
    """The median of what is not None; None of nothing."""
    known = [v for v in values if v is not None]
    return statistics.median(known) if known else None


def row(turns, ours):
    """The figures of an engine.

    - turns: by number of the round, each with `times` (as above), `peak` in MiB and `score` (of `legible evaluate`, of
      one of them, else None).
    - ours: the same of Legible, with the same models; the engine's own for Legible.

    Times are medians of the rounds' figures; ratios those of the rounds that both finished; the peak is the highest.
    """
    medians = [statistics.median(t["times"].values()) for t in turns.values() if t["times"]]
    means = [statistics.fmean(t["times"].values()) for t in turns.values() if t["times"]]
    pairs = [ratios(ours[r]["times"], t["times"]) for r, t in turns.items() if r in ours]
    score = next((t["score"] for t in turns.values() if t.get("score")), {})
    peaks = [t["peak"] for t in turns.values() if t.get("peak")]
    return {
        "rounds": len(turns), "median": median(medians), "mean": median(means),
        "median_ratio": median([p[0] for p in pairs]), "mean_ratio": median([p[1] for p in pairs]),
        "peak": max(peaks) if peaks else None, "score": score}


# Heading, key of the row, form.
COLUMNS = (
    ("median ms", "median", "{:.1f}"), ("Legible/peer", "median_ratio", "{:.2f}"), ("mean ms", "mean", "{:.1f}"),
    ("Legible/peer", "mean_ratio", "{:.2f}"), ("peak MiB", "peak", "{:.0f}"))
# Heading, key of the score. A column that no engine has a figure for is left out.
SCORES = (
    ("word F1", "word_f1_fold"), ("char F1", "char_f1"), ("word recall", "word_recall_fold"),
    ("box recall", "det_recall"), ("accuracy", "accuracy"))


def table(rows):
    """A Markdown table of (models, engine, row), a line each."""
    scores = [(h, k) for h, k in SCORES if any(row["score"].get(k) is not None for _, _, row in rows)]
    headings = ["models", "engine", *(c[0] for c in COLUMNS), *(h for h, _ in scores)]
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    for models, engine, row in rows:
        cells = [models, engine]
        cells += [form.format(row[key]) if row[key] is not None else "–" for _, key, form in COLUMNS]
        cells += [f"{row['score'][k]:.3f}" if row["score"].get(k) is not None else "–" for _, k in scores]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
