# SPDX-License-Identifier: Apache-2.0
# The part of treescope that is easier said in the language. Names that begin
# with _ are native (mod_treescope.c).


class Figure:
    """Something that was drawn: shown as it is."""

    def __init__(self, text, html):
        self._text = text
        self._html = html

    def _repr_html_(self):
        return _page(self._html)

    def __repr__(self):
        return self._text


class _Scoped:
    def __init__(self, setting, value):
        self._setting = setting
        self._value = value

    def __enter__(self):
        self._old = self._setting.get()
        self._setting.set_globally(self._value)
        return self._value

    def __exit__(self, *why):
        self._setting.set_globally(self._old)
        return False


class ContextualValue:
    """A setting: get, set_globally, or for a with block set_scoped."""

    def __init__(self, value=None, *, initial_value=None, on_change=None,
                 module=None, qualname=None):
        self._value = value if initial_value is None else initial_value
        self._on_change = on_change

    def get(self):
        return self._value

    def set_globally(self, value):
        self._value = value
        if self._on_change is not None:
            self._on_change(value)

    def set_interactive(self, value):
        self.set_globally(value)

    def set_scoped(self, value):
        return _Scoped(self, value)


class ArrayAutovisualizer:
    """Draws the arrays in what is shown."""

    def __init__(self, maximum_size=4000, cutoff_size_per_axis=128,
                 edge_items=5, prefers_column=(), prefers_row=(),
                 around_zero=True, vmax=None, vmin=None, trim_outliers=True,
                 dynamic_colormap='auto', colormap=None,
                 token_lookup_fn=None, pixels_per_cell=7, **more):
        self.maximum_size = maximum_size
        self.token_lookup_fn = token_lookup_fn

    @classmethod
    def for_tokenizer(cls, tokenizer):
        return cls(token_lookup_fn=tokenizer)

    def __call__(self, value, path=None):
        """What a function of the user may hand an array to."""
        if not hasattr(value, 'dtype') or isinstance(value, type):
            return None
        return VisualizationFromTreescopePart(
            Figure(*_render((value,), True, True, False)))


class IPythonVisualization:
    def __init__(self, display_object, replace=False):
        self.display_object = display_object
        self.replace = replace


class VisualizationFromTreescopePart:
    def __init__(self, rendering):
        self.rendering = rendering


class ChildAutovisualizer:
    def __init__(self, autovisualizer):
        self.autovisualizer = autovisualizer


def _on_autovisualizer(value):
    native = value is None or isinstance(value, (bool, ArrayAutovisualizer))
    _set_visualizer(None if native else value)
    _settings(figures=bool(native and value is not None and
                           value is not False))


active_autovisualizer = ContextualValue(None, on_change=_on_autovisualizer)
default_magic_autovisualizer = ContextualValue(ArrayAutovisualizer())
active_renderer = ContextualValue(None)
active_expansion_strategy = ContextualValue(None)
default_diverging_colormap = ContextualValue(None)
default_sequential_colormap = ContextualValue(None)
abbreviation_threshold = ContextualValue(None)
roundtrip_abbreviation_threshold = ContextualValue(None)


class using_expansion_strategy:
    """How much opens by itself, for a with block."""

    def __init__(self, max_height=20, target_width=60,
                 relax_height_constraint_for_only_child=True,
                 recursive_expand_height_for_collapsed_nodes=7):
        self._new = (0 if max_height is None else max_height, target_width,
                     recursive_expand_height_for_collapsed_nodes,
                     relax_height_constraint_for_only_child)

    def __enter__(self):
        self._old = _layout(*self._new)

    def __exit__(self, *why):
        _layout(*self._old)
        return False


def register_as_default(streaming=True, compress_html=True):
    _settings(registered=True,
              figures=active_autovisualizer.get() is not None)


def register_autovisualize_magic():
    pass


def register_context_manager_magic():
    pass


def basic_interactive_setup(autovisualize_arrays=True,
                            abbreviation_threshold=None):
    if autovisualize_arrays:
        active_autovisualizer.set_globally(ArrayAutovisualizer())
    register_as_default()


def _figures_of(autovisualize):
    if autovisualize is None:
        return None
    return autovisualize is not False


def display(value, ignore_exceptions=False, roundtrip_mode=False,
            autovisualize=None, streaming=True, compress_html=True):
    text, html = _render((value,), True, _figures_of(autovisualize),
                         roundtrip_mode)
    _emit({'text/plain': text, 'text/html': _page(html)}, None, False)


def show(*args, wrap=False, space_separated=True, autovisualize=None):
    text, html = _render(args, space_separated, _figures_of(autovisualize),
                         False)
    _emit({'text/plain': text, 'text/html': _page(html)}, None, False)


def render_to_text(value, roundtrip_mode=False, ignore_exceptions=False):
    return _render((value,), True, False, roundtrip_mode)[0]


def render_to_html(value, roundtrip_mode=False, ignore_exceptions=False,
                   compressed=True):
    return _page(_render((value,), True, None, roundtrip_mode)[1], True)


def render_array(array, *, columns=(), rows=(), sliders=(), valid_mask=None,
                 continuous='auto', around_zero='auto',
                 dynamic_colormap='auto', vmax=None, vmin=None,
                 trim_outliers=True, colormap=None, truncate=False,
                 maximum_size=10000, cutoff_size_per_axis=512,
                 minimum_edge_items=5, axis_item_labels=None,
                 value_item_labels=None, axis_labels=None,
                 pixels_per_cell=7):
    """A figure of an array: axes in rows, in columns, or with a slider."""
    text, html = _figure(array, tuple(rows), tuple(columns), tuple(sliders), {
        'valid_mask': valid_mask, 'continuous': continuous,
        'around_zero': around_zero, 'vmax': vmax, 'vmin': vmin,
        'trim_outliers': trim_outliers, 'truncate': truncate,
        'maximum_size': maximum_size, 'cutoff': cutoff_size_per_axis,
        'edge': minimum_edge_items, 'pixels': pixels_per_cell,
        'values': value_item_labels, 'axes': axis_labels,
        'colormap': None if colormap is None else list(colormap)})
    return Figure(text, html)


def render_array_sharding(array, rows=(), columns=()):
    return styled('one device holds all of it', 'opacity: 0.7')


# ---- figures ------------------------------------------------------------

def _parts(value):
    if isinstance(value, Figure):
        return value._text, value._html
    if isinstance(value, str):
        return value, _escape(value)
    return _render((value,), False, None, False)


def _wrapped(value, css, tag='span'):
    text, html = _parts(value)
    return Figure(text, '<%s style="%s">%s</%s>' % (tag, _escape(css), html,
                                                    tag))


def inline(*items, wrap=False):
    text, html = '', ''
    for item in items:
        t, h = _parts(item)
        text += t
        html += h if isinstance(item, (Figure, str)) else (
            '<span style="display:inline-block;vertical-align:top;'
            'max-width:100%">' + h + '</span>')
    return Figure(text, '<div style="white-space:pre-wrap">%s</div>' % html)


def indented(value):
    text, html = _parts(value)
    lines = '\n'.join('  ' + line for line in text.split('\n'))
    return Figure('\n' + lines + '\n',
                  '<div style="margin:3px 0 3px 2em">%s</div>' % html)


def styled(value, css):
    return _wrapped(value, css)


def with_font_size(value, size):
    if not isinstance(size, str):
        size = str(size) + 'px'
    return _wrapped(value, 'font-size:' + size)


def with_color(value, color):
    return _wrapped(value, 'color:' + color)


def bolded(value):
    return _wrapped(value, 'font-weight:bold')


def text_on_color(text, value, vmax=1.0, vmin=None, colormap=None):
    """Text on the colour that a figure gives to the value."""
    low = -vmax if vmin is None else vmin
    value = float(value)
    ground, ink = _colour(value, float(low), float(vmax), vmin is None)
    edge = '1px solid rgba(128,128,128,.5)'
    if value < low or value > vmax:
        edge = '3px double darkorange'
    return Figure(str(text), '<span title="%s" style="background-color:%s;'
                  'color:%s;border:%s;padding:1px 3px;border-radius:2px">'
                  '%s</span>' % (format(value, '.4g'), ground, ink, edge,
                                 _escape(str(text))))


def integer_digitbox(value, label=None, size='1em'):
    text = '' if label is None else ' ' + str(label)
    return Figure('▏' + text, _digitbox(int(value), _escape(size)) +
                  '<font class=m color=#757b85>%s</font>' % _escape(text))


def figure_from_treescope_rendering_part(part):
    return part


def treescope_part_from_display_object(value):
    return value


def oklch_color(lightness, chroma, hue, alpha=1.0):
    return 'oklch(%s %s %s / %s)' % (lightness, chroma, hue, alpha)


def color_from_string(key, lightness=0.785, chroma=0.103, alpha=1.0):
    return oklch_color(lightness, chroma, _hue(key), alpha)


def vocab_autovisualizer(tokenizer):
    return ArrayAutovisualizer.for_tokenizer(tokenizer)


Autovisualizer = object


def _autovisualize_cell(given, new, body):
    """%%autovisualize: runs a cell with another autovisualizer."""
    if not given or new is True:
        new = default_magic_autovisualizer.get()
    if new is False:
        new = None
    with active_autovisualizer.set_scoped(new):
        _run_cell(body)


import treescope.figures as figures
