# SPDX-License-Identifier: Apache-2.0
"""What %%capture gives. _replay is in C, and so are the items' tuples:
(what, data, display id, is an update, metadata)."""

_OUT, _ERR, _SHOW, _BUNDLE = range(4)


class RichOutput:
    """A display that was caught."""

    def __init__(self, item):
        self._item = item

    @property
    def data(self):
        """Texts by media type; of a value what it is as text."""
        if self._item[0] == _BUNDLE:
            return {type: text for type, text, is_json in self._item[1]}
        return {'text/plain': repr(self._item[1])}

    def display(self):
        _replay(self._item)

    def __repr__(self):
        data = self.data
        return data.get('text/plain', '<RichOutput of %s>' % ', '.join(data))


class CapturedIO:
    """The output of a cell: stdout, stderr, outputs; show() repeats it."""

    def __init__(self, items):
        self._items = items

    def _text(self, what):
        return ''.join([i[1] for i in self._items if i[0] == what])

    @property
    def stdout(self):
        """What was printed."""
        return self._text(_OUT)

    @property
    def stderr(self):
        """What was printed to sys.stderr."""
        return self._text(_ERR)

    @property
    def outputs(self):
        """What was shown."""
        return [RichOutput(i) for i in self._items if i[0] >= _SHOW]

    def show(self):
        """Gives out all of it, in its order."""
        import sys
        for item in self._items:
            if item[0] == _OUT:
                sys.stdout.write(item[1])
            elif item[0] == _ERR:
                sys.stderr.write(item[1])
            else:
                _replay(item)

    __call__ = show

    def __str__(self):
        return self.stdout
