"""The arithmetic of the table."""

import unittest

import figures


def turn(times, peak=100.0, score=None):
    return {"times": times, "peak": peak, "score": score}


class Ratios(unittest.TestCase):
    def test_only_pictures_that_both_read_count(self):
        ours = {"a": 10, "b": 20, "c": 60, "only ours": 1000}
        theirs = {"a": 20, "b": 40, "c": 60, "only theirs": 1}
        self.assertEqual(figures.ratios(ours, theirs), (20 / 40, 30 / 40))

    def test_nothing_in_common(self):
        self.assertEqual(figures.ratios({"a": 1}, {"b": 1}), (None, None))

    def test_a_clock_that_stood_still(self):
        self.assertEqual(figures.ratios({"a": 1}, {"a": 0}), (None, None))


class Rows(unittest.TestCase):
    def test_ratio_is_the_median_of_the_rounds_ratios(self):
        # The machine is three times as slow in round 2 and busy during their turn in round 3. The ratio of the medians of
        # the times would be 12 / 30 = 0.4; that of the rounds is 0.5.
        ours = {1: turn({"a": 10}), 2: turn({"a": 30}), 3: turn({"a": 12})}
        theirs = {1: turn({"a": 20}), 2: turn({"a": 60}), 3: turn({"a": 30})}
        row = figures.row(theirs, ours)
        self.assertEqual((row["median"], row["mean"]), (30, 30))
        self.assertEqual((row["median_ratio"], row["mean_ratio"]), (0.5, 0.5))

    def test_median_and_mean_of_pictures_differ(self):
        row = figures.row({1: turn({"a": 1, "b": 2, "c": 9})}, {1: turn({"a": 2, "b": 2, "c": 2})})
        self.assertEqual((row["median"], row["mean"], row["median_ratio"], row["mean_ratio"]), (2, 4, 1, 0.5))

    def test_a_round_that_only_one_of_them_finished_gives_no_ratio(self):
        row = figures.row({1: turn({"a": 10}), 2: turn({"a": 1000})}, {1: turn({"a": 20})})
        self.assertEqual((row["median_ratio"], row["rounds"]), (2, 2))
        self.assertIsNone(figures.row({2: turn({"a": 10})}, {1: turn({"a": 20})})["mean_ratio"])

    def test_the_highest_peak_and_the_first_score_count(self):
        turns = {1: turn({"a": 1}, 50, {"char_f1": 0.5}), 2: turn({"a": 1}, 70), 3: turn({"a": 1}, 60)}
        row = figures.row(turns, turns)
        self.assertEqual((row["peak"], row["score"]), (70, {"char_f1": 0.5}))

    def test_of_pictures_without_a_time_nothing_is_told(self):
        self.assertEqual(figures.times([{"image": "a", "ms": 1.5}, {"image": "b"}, {"image": "c", "ms": None}]), {"a": 1.5})


class Table(unittest.TestCase):
    def test_whole(self):
        ours = {1: turn({"a": 10.04, "b": 30}, 281.6, {"word_f1_fold": 0.8371, "char_f1": 0.98849})}
        theirs = {1: turn({"a": 20, "b": 60}, 472.2, {"word_f1_fold": 0.7789, "char_f1": 0.9764})}
        rows = [("tiny", "Legible", figures.row(ours, ours)), ("tiny", "Peer 1.0", figures.row(theirs, ours))]
        self.assertEqual(figures.table(rows).splitlines(), [
            "| models | engine | median ms | Legible/peer | mean ms | Legible/peer | peak MiB | word F1 | char F1 |",
            "|---|---|---|---|---|---|---|---|---|",
            "| tiny | Legible | 20.0 | 1.00 | 20.0 | 1.00 | 282 | 0.837 | 0.988 |",
            "| tiny | Peer 1.0 | 40.0 | 0.50 | 40.0 | 0.50 | 472 | 0.779 | 0.976 |"])

    def test_what_is_unknown_is_a_dash(self):
        turns = {1: turn({}, None, None)}
        other = figures.row({1: turn({"a": 1}, 1, {"char_f1": 1.0})}, turns)
        line = figures.table([("small", "Broken", figures.row(turns, turns)), ("small", "Other", other)]).splitlines()[2]
        self.assertEqual(line, "| small | Broken | – | – | – | – | – | – |")


if __name__ == "__main__":
    unittest.main()
