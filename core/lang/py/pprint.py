# SPDX-License-Identifier: Apache-2.0
"""Values on several lines where one is too short."""

__all__ = ["pprint", "pformat", "pp"]


def _format(x, width, indent, sort, at):
    text = repr(x)
    if len(text) + at <= width:
        if not (sort and isinstance(x, dict)):
            return text
    if isinstance(x, dict) and type(x).__repr__ is dict.__repr__ and x:
        items = list(x.items())
        if sort:
            try:
                items.sort()
            except TypeError:
                pass
        flat = "{" + ", ".join([f"{k!r}: {_format(v, 10 ** 9, indent, sort, 0)}"
                                for k, v in items]) + "}"
        if len(flat) + at <= width:
            return flat
        lines = []
        for i, (k, v) in enumerate(items):
            head = f"{k!r}: "
            last = 1 if i == len(items) - 1 else 0
            lines.append(head + _format(v, width - 1 + last, indent, sort,
                                        at + indent + len(head)))
        return ("{" + " " * (indent - 1) +
                (",\n" + " " * (at + indent)).join(lines) + "}")
    for cls, begin, end in ((list, "[", "]"), (tuple, "(", ")")):
        if (isinstance(x, cls) and type(x).__repr__ is cls.__repr__ and x):
            lines = []
            for i, v in enumerate(x):
                last = 1 if i == len(x) - 1 else 0
                lines.append(_format(v, width - 1 + last - (
                    1 if last and cls is tuple else 0), indent, sort,
                    at + indent))
            if cls is tuple and len(x) == 1:
                end = ",)"
            return (begin + " " * (indent - 1) +
                    (",\n" + " " * (at + indent)).join(lines) + end)
    return text


def pformat(object, indent=1, width=80, depth=None, *, compact=False,
            sort_dicts=True, underscore_numbers=False):
    """The text of pprint."""
    return _format(object, width, indent, sort_dicts, 0)


def pprint(object, stream=None, indent=1, width=80, depth=None, *,
           compact=False, sort_dicts=True, underscore_numbers=False):
    """Prints a value, on several lines where one is too short."""
    text = pformat(object, indent, width, sort_dicts=sort_dicts)
    if stream is None:
        print(text)
    else:
        stream.write(text + "\n")


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)
