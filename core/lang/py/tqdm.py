# SPDX-License-Identifier: Apache-2.0
"""Progress of loops: a line on sys.stderr that is written over."""
import sys as _sys
import time as _time

__all__ = ['tqdm', 'trange', 'TqdmKeyError']
__version__ = '4.66.0'

_BLOCKS = ' ▏▎▍▌▋▊▉█'
_DIGITS = ' 123456789#'
_IGNORED = {'dynamic_ncols', 'maxinterval', 'miniters', 'smoothing',
            'position', 'gui', 'colour', 'nrows', 'lock_args', 'write_bytes',
            'delay'}


class TqdmKeyError(KeyError):
    pass


def _bar(part, width, ascii):
    chars = (_DIGITS if ascii is True else ascii) if ascii else _BLOCKS
    steps = len(chars) - 1
    full, rest = divmod(int(part * width * steps), steps)
    if full >= width:
        return chars[-1] * width
    return chars[-1] * full + chars[rest] + chars[0] * (width - full - 1)


class tqdm:
    """Iterates over something and shows how far it is. Or without an
    iterable: update(n) says that n more are done."""

    def __init__(self, iterable=None, desc=None, total=None, leave=True,
                 file=None, ncols=None, mininterval=0.1, ascii=None,
                 disable=False, unit='it', unit_scale=False, bar_format=None,
                 initial=0, postfix=None, unit_divisor=1000, **more):
        for name in more:
            if name not in _IGNORED:
                raise TqdmKeyError('Unknown argument(s): ' + str(more))
        if total is None and iterable is not None:
            try:
                total = len(iterable)
            except (TypeError, AttributeError):
                total = None
        self.fp = _sys.stderr if file is None else file
        if disable is None:
            disable = hasattr(self.fp, 'isatty') and not self.fp.isatty()
        self.iterable = iterable
        self.desc = desc or ''
        self.total = total
        self.leave = leave
        self.ncols = ncols
        self.mininterval = mininterval
        self.ascii = ascii
        self.disable = disable
        self.unit = unit
        self.unit_scale = unit_scale
        self.unit_divisor = unit_divisor
        self.bar_format = bar_format
        self.initial = self.n = initial
        self.postfix = ''
        self._width = 0
        self._closed = False
        self.start_t = self.last_print_t = _time.monotonic()
        if postfix:
            self.set_postfix(postfix, refresh=False)
        if not disable:
            self.refresh()

    def __iter__(self):
        if self.disable:
            for x in self.iterable:
                yield x
            return
        clock = _time.monotonic
        try:
            for x in self.iterable:
                yield x
                self.n += 1
                if clock() - self.last_print_t >= self.mininterval:
                    self.refresh()
        finally:
            self.close()

    def __len__(self):
        return len(self.iterable) if self.total is None else self.total

    def __bool__(self):
        return self.total > 0 if self.total is not None else bool(
            self.iterable)

    def __enter__(self):
        return self

    def __exit__(self, kind, exc, tb):
        self.close()

    def __repr__(self):
        return self._meter(_time.monotonic() - self.start_t)

    __str__ = __repr__

    # ---- what is shown

    @staticmethod
    def format_interval(t):
        minutes, s = divmod(int(t), 60)
        h, m = divmod(minutes, 60)
        return f'{h:d}:{m:02d}:{s:02d}' if h else f'{m:02d}:{s:02d}'

    @staticmethod
    def format_num(n):
        f = f'{n:.3g}'.replace('e+0', 'e+').replace('e-0', 'e-')
        return f if len(f) < len(str(n)) else str(n)

    @staticmethod
    def format_sizeof(num, suffix='', divisor=1000):
        for unit in ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z']:
            if abs(num) < 999.5:
                if abs(num) < 99.95:
                    if abs(num) < 9.995:
                        return f'{num:1.2f}' + unit + suffix
                    return f'{num:2.1f}' + unit + suffix
                return f'{num:3.0f}' + unit + suffix
            num /= divisor
        return f'{num:3.1f}Y' + suffix

    def _count(self, n):
        if not self.unit_scale:
            return str(n)
        return self.format_sizeof(n, divisor=self.unit_divisor)

    def _rate(self, rate):
        if not rate:
            return f'?{self.unit}/s'
        if rate < 1:
            return f'{1 / rate:5.2f}s/{self.unit}'
        text = self._count(rate) if self.unit_scale else f'{rate:5.2f}'
        return f'{text}{self.unit}/s'

    @property
    def format_dict(self):
        """The names that bar_format may use."""
        return self._words(_time.monotonic() - self.start_t)

    def _words(self, elapsed):
        n, total = self.n, self.total
        scale = self.unit_scale
        if scale and scale not in (True, 1):
            n = n * scale
            total = total and total * scale
        rate = (self.n - self.initial) / elapsed if elapsed > 0 else 0
        left = (self.total - self.n) / rate if rate and self.total else 0
        desc = self.desc
        if desc and not desc.endswith(': '):
            desc += ': '
        words = {
            'n': n, 'total': total, 'desc': desc[:-2], 'elapsed_s': elapsed,
            'n_fmt': self._count(n), 'unit': self.unit, 'rate': rate,
            'total_fmt': self._count(total) if total is not None else '?',
            'elapsed': self.format_interval(elapsed), 'remaining_s': left,
            'remaining': self.format_interval(left) if rate and total
            else '?', 'rate_fmt': self._rate(rate),
            'postfix': ', ' + self.postfix if self.postfix else '',
            'l_bar': desc, 'percentage': 0.0,
        }
        if total:
            words['percentage'] = n / total * 100
            words['l_bar'] += f'{n / total * 100:3.0f}%|'
        words['r_bar'] = ('| {n_fmt}/{total_fmt} [{elapsed}<{remaining}, '
                          '{rate_fmt}{postfix}]').format(**words)
        return words

    def _meter(self, elapsed):
        w = self._words(elapsed)
        fmt = self.bar_format
        if not self.total or self.n > self.total:
            if fmt is None:
                fmt = ('{l_bar}{n_fmt}{unit} [{elapsed}, '
                       '{rate_fmt}{postfix}]')
                if self.total:
                    w['l_bar'] = w['desc'] and w['desc'] + ': '
            return fmt.format(bar='', **w)
        fmt = fmt or '{l_bar}{bar}{r_bar}'
        width = 10
        if self.ncols is not None:
            width = max(1, self.ncols - len(fmt.format(bar='', **w)))
        return fmt.format(bar=_bar(self.n / self.total, width, self.ascii),
                          **w)

    def display(self, msg=None, pos=None):
        text = repr(self) if msg is None else msg
        self.fp.write('\r' + text + ' ' * (self._width - len(text)))
        self._flush()
        self._width = len(text)

    def _flush(self):
        if hasattr(self.fp, 'flush'):
            self.fp.flush()

    def _finish(self):
        """After the last display."""
        if self.leave:
            self.fp.write('\n')
        else:
            self.clear()
        self._flush()

    def clear(self, nolock=False):
        if not self.disable:
            self.fp.write('\r' + ' ' * self._width + '\r')

    def refresh(self, nolock=False, lock_args=None):
        if not self.disable:
            self.last_print_t = _time.monotonic()
            self.display()
        return True

    # ---- what happened

    def update(self, n=1):
        """n more are done."""
        if self.disable:
            return
        self.n += n
        if _time.monotonic() - self.last_print_t >= self.mininterval:
            return self.refresh()

    def close(self):
        """Shows the end; what comes after changes nothing."""
        if self.disable or self._closed:
            return
        self._closed = True
        if self.leave:
            self.refresh()
        self._finish()
        self.disable = True

    def reset(self, total=None):
        self.n = 0
        if total is not None:
            self.total = total
        self.start_t = _time.monotonic()
        self.refresh()

    def unpause(self):
        pass

    def set_description(self, desc=None, refresh=True):
        self.desc = desc + ': ' if desc else ''
        if refresh:
            self.refresh()

    def set_description_str(self, desc=None, refresh=True):
        self.desc = desc or ''
        if refresh:
            self.refresh()

    def set_postfix(self, ordered_dict=None, refresh=True, **more):
        """Shows names with values behind the rate."""
        values = dict(ordered_dict or {})
        for name in sorted(more):
            values[name] = more[name]
        texts = []
        for name, v in values.items():
            if isinstance(v, (int, float)):
                v = self.format_num(v)
            texts.append(f'{name}={str(v).strip()}')
        self.set_postfix_str(', '.join(texts), refresh)

    def set_postfix_str(self, s='', refresh=True):
        self.postfix = str(s)
        if refresh:
            self.refresh()

    @classmethod
    def write(cls, s, file=None, end='\n', nolock=False):
        """Prints a line."""
        print(s, file=_sys.stdout if file is None else file, end=end)


def trange(*args, **more):
    """tqdm(range(...), ...)"""
    return tqdm(range(*args), **more)
