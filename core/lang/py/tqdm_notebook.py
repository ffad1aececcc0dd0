# SPDX-License-Identifier: Apache-2.0
"""Progress of loops: a display that is updated in place."""
from tqdm import tqdm as _tqdm

__all__ = ['tqdm', 'tqdm_notebook', 'trange', 'tnrange']


class _Line:
    def __init__(self, text, part):
        self._text = text
        self._part = part

    def _repr_html_(self):
        text = self._text.replace('&', '&amp;').replace('<', '&lt;')
        value = '' if self._part is None else f' value="{self._part:.4f}"'
        return f'<progress{value}></progress> <code>{text}</code>'

    def __repr__(self):
        return self._text


class tqdm(_tqdm):
    _handle = None

    def display(self, msg=None, pos=None):
        from IPython.display import display
        part = None
        if self.total:
            part = min(1.0, self.n / self.total)
        line = _Line(repr(self) if msg is None else msg, part)
        if self._handle is None:
            self._handle = display(line, display_id=True)
        else:
            self._handle.update(line)

    def clear(self, nolock=False):
        if self._handle is not None:
            from IPython.display import Pretty
            self._handle.update(Pretty(''))

    def _finish(self):
        if not self.leave:
            self.clear()


def trange(*args, **more):
    """tqdm(range(...), ...)"""
    return tqdm(range(*args), **more)


tqdm_notebook = tqdm
tnrange = trange
