# SPDX-License-Identifier: Apache-2.0
"""Means and spreads of numbers."""

import math as _math

__all__ = ["StatisticsError", "mean", "fmean", "median", "median_low",
           "median_high", "mode", "multimode", "pstdev", "pvariance",
           "stdev", "variance"]


class StatisticsError(ValueError):
    pass


def _list(data, name, least=1):
    data = list(data)
    if len(data) < least:
        raise StatisticsError(
            f"{name} requires at least "
            f"{'one data point' if least == 1 else 'two data points'}")
    return data


def _sum(data):
    if all(isinstance(x, int) for x in data):
        return sum(data)
    return _math.fsum(data)


def mean(data):
    data = _list(data, "mean")
    total = _sum(data)
    if isinstance(total, int) and total % len(data) == 0:
        return total // len(data)
    return total / len(data)


def fmean(data, weights=None):
    data = _list(data, "fmean")
    if weights is None:
        return _math.fsum(data) / len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError("data and weights must be the same length")
    return _math.fsum([x * w for x, w in zip(data, weights)]) / \
        _math.fsum(weights)


def _sorted(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data


def median(data):
    data = _sorted(data)
    n = len(data)
    if n % 2:
        return data[n // 2]
    return (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    data = _sorted(data)
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = _sorted(data)
    return data[len(data) // 2]


def multimode(data):
    counts = {}
    for x in data:
        counts[x] = counts.get(x, 0) + 1
    most = max(counts.values(), default=0)
    return [x for x, n in counts.items() if n == most]


def mode(data):
    modes = multimode(data)
    if not modes:
        raise StatisticsError("no mode for empty data")
    return modes[0]


def _squares(data, center):
    if center is None:
        center = _sum(data) / len(data)
    return _math.fsum([(x - center) ** 2 for x in data])


def _spread(total, n):
    r = total / n
    return r


def pvariance(data, mu=None):
    data = _list(data, "pvariance")
    return _whole(data, _spread(_squares(data, mu), len(data)))


def variance(data, xbar=None):
    data = _list(data, "variance", 2)
    return _whole(data, _spread(_squares(data, xbar), len(data) - 1))


def _whole(data, r):
    """A whole result of whole numbers is an int, as in Python."""
    if all(isinstance(x, int) for x in data) and r == int(r):
        return int(r)
    return r


def pstdev(data, mu=None):
    data = _list(data, "pstdev")
    return _math.sqrt(_squares(data, mu) / len(data))


def stdev(data, xbar=None):
    data = _list(data, "stdev", 2)
    return _math.sqrt(_squares(data, xbar) / (len(data) - 1))
