"""The dataframe of the bench in pandas: the same work, timed; the last line is a JSON object of milliseconds."""
import json
import sys
import time

import numpy
import pandas

ROWS = 1_000_000
WINDOW = 100
COLUMNS = [0, 1, 3, 4, 5, 10, 11, 12, 13, 15, 16, 17]


def made():
    i = numpy.arange(ROWS, dtype="int64")
    key = (i * 7919) % 1000003
    columns = {
        "id": i,
        "key": key.astype("int32"),
        "small": (i % 100).astype("int32"),
        "big": i + 9007199254740993,
    }
    for k in range(6):
        columns[f"x{k}"] = ((i * (2 * k + 31)) % 10007) / 10007.0
    columns["price"] = numpy.where(i % 13 == 0, numpy.nan, ((i * 17) % 5003) / 7.0)
    columns["country"] = numpy.array(["CZ", "DE", "AT", "PL", "SK", "HU", "FR"], dtype=object)[i % 7]
    columns["name"] = ["customer " + str(each) for each in key]
    columns["note"] = [None if each % 3 == 0 else "note " + str(each % 1000) for each in i]
    columns["town"] = numpy.array(["town " + str(each) for each in range(500)], dtype=object)[i % 500]
    columns["paid"] = i % 2 == 0
    columns["day"] = numpy.datetime64("2000-01-01", "ns") + (i % 9000) * numpy.timedelta64(86_400_000_000_000, "ns")
    columns["seen"] = numpy.datetime64("2020-01-01", "ns") + i * numpy.timedelta64(1_000_003_000, "ns")
    columns["made"] = numpy.datetime64("2010-01-01", "ns") + i * numpy.timedelta64(60_000_000_000, "ns")
    columns["ratio"] = ((i * 13) % 1009).astype("float32")
    return pandas.DataFrame(columns)


def median(work, runs, warmups=1):
    times = []
    for index in range(runs + warmups):
        began = time.perf_counter()
        work()
        if index >= warmups:
            times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[len(times) // 2]


place = 42


def window(frame):
    """A hundred rows anywhere, as a page would have to be sent them."""
    global place
    place = (place * 48271) % 2147483647
    start = place % (ROWS - WINDOW)
    return frame.iloc[start : start + WINDOW, COLUMNS].to_json(orient="split", date_format="iso")


frame = made()
by_name = frame.sort_values("name")
figures = {
    "frame_first": median(lambda: frame.head(1000).to_html(max_rows=1000), 5),
    "frame_window": median(lambda: window(frame), 100, 5),
    "frame_sort_number": median(lambda: frame.sort_values("key", ascending=False, kind="stable"), 3),
    "frame_sort_text": median(lambda: frame.sort_values("name", kind="stable"), 1, 0),
    "frame_window_sorted": median(lambda: window(by_name), 100, 5),
    "frame_summary": median(lambda: frame.describe(include="all", datetime_is_numeric=True), 1, 0),
}
json.dump(figures, sys.stdout)
