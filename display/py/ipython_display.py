# SPDX-License-Identifier: Apache-2.0
# IPython.display in the language, over native _emit, _show and _clear.


class DisplayObject:
    _type = 'text/plain'

    def __init__(self, data=None, url=None, filename=None, metadata=None):
        if filename is not None and data is None:
            with open(filename) as f:
                data = f.read()
        self.data = data
        self.metadata = metadata


class HTML(DisplayObject):
    def _repr_html_(self):
        return self.data

    def __repr__(self):
        return '<IPython.core.display.HTML object>'


class Markdown(DisplayObject):
    def _repr_markdown_(self):
        return self.data

    def __repr__(self):
        return '<IPython.core.display.Markdown object>'


class Math(DisplayObject):
    def _repr_latex_(self):
        return '$\\displaystyle ' + self.data.strip('$') + '$'

    def __repr__(self):
        return '<IPython.core.display.Math object>'


class Latex(DisplayObject):
    def _repr_latex_(self):
        return self.data

    def __repr__(self):
        return '<IPython.core.display.Latex object>'


class SVG(DisplayObject):
    def _repr_svg_(self):
        return self.data

    def __repr__(self):
        return '<IPython.core.display.SVG object>'


class JSON(DisplayObject):
    def _repr_json_(self):
        import json
        return self.data if isinstance(self.data, str) else json.dumps(
            self.data)

    def __repr__(self):
        return '<IPython.core.display.JSON object>'


class Pretty(DisplayObject):
    def __repr__(self):
        return self.data


class Code(DisplayObject):
    def __repr__(self):
        return self.data


class Image(DisplayObject):
    def __init__(self, data=None, url=None, filename=None, format=None,
                 embed=None, width=None, height=None, **more):
        if filename is not None and data is None:
            with open(filename, 'rb') as f:
                data = f.read()
        self.data = data
        self.url = url
        self.format = format

    def _is_jpeg(self):
        return self.format in ('jpeg', 'jpg') or (
            self.data is not None and self.data[:2] == b'\xff\xd8')

    def _repr_png_(self):
        return None if self._is_jpeg() else self.data

    def _repr_jpeg_(self):
        return self.data if self._is_jpeg() else None

    def __repr__(self):
        return '<IPython.core.display.Image object>'


class DisplayHandle:
    """What was shown under an id; update replaces it."""

    def __init__(self, display_id):
        self.display_id = display_id

    def display(self, obj, **more):
        display(obj, display_id=self.display_id, **more)

    def update(self, obj, **more):
        update_display(obj, display_id=self.display_id, **more)

    def __repr__(self):
        return '<DisplayHandle display_id=%s>' % self.display_id


_ids = [0]


def display(*objs, include=None, exclude=None, metadata=None,
            transient=None, display_id=None, raw=False, clear=False,
            update=False):
    if clear:
        clear_output(wait=True)
    if display_id is True:
        _ids[0] += 1
        display_id = 'display-%d-%s' % (_ids[0], _unique())
    for obj in objs:
        if raw:
            _emit(obj, display_id, update)
        else:
            _show(obj, display_id, update)
    if display_id is not None:
        return DisplayHandle(display_id)


def update_display(obj, *, display_id, **more):
    display(obj, display_id=display_id, update=True, **more)


def clear_output(wait=False):
    _clear(wait)


def display_html(*objs, raw=False, **more):
    for obj in objs:
        display(HTML(obj) if raw else obj, **more)


def display_markdown(*objs, raw=False, **more):
    for obj in objs:
        display(Markdown(obj) if raw else obj, **more)


def publish_display_data(data, metadata=None, *, transient=None,
                         update=False, **more):
    _emit(data, (transient or {}).get('display_id'), update)


class ProgressBar:
    """A bar that moves in place."""

    def __init__(self, total):
        self.total = total
        self._at = 0
        self._handle = None

    def _repr_html_(self):
        return '<progress style="width:60ex" max="%d" value="%d"></progress>' % (
            self.total, self._at)

    def __repr__(self):
        return '[%d/%d]' % (self._at, self.total)

    def display(self):
        self._handle = display(self, display_id=True)

    @property
    def progress(self):
        return self._at

    @progress.setter
    def progress(self, value):
        self._at = value
        if self._handle is not None:
            self._handle.update(self)

    def __iter__(self):
        self.display()
        for i in range(self.total):
            self.progress = i
            yield i
        self.progress = self.total
