# SPDX-License-Identifier: Apache-2.0
"""Text in lines of a width."""

__all__ = ["wrap", "fill", "dedent", "indent", "shorten"]


def dedent(text):
    """Takes away the space that all lines begin with."""
    lines = text.split("\n")
    margin = None
    for i, line in enumerate(lines):
        body = line.lstrip(" \t")
        if not body:
            lines[i] = ""
            continue
        lead = line[:len(line) - len(body)]
        if margin is None or margin.startswith(lead):
            margin = lead
        elif not lead.startswith(margin):
            n = 0
            while n < min(len(lead), len(margin)) and lead[n] == margin[n]:
                n += 1
            margin = margin[:n]
    if not margin:
        return "\n".join(lines)
    return "\n".join([line[len(margin):] if line else line
                      for line in lines])


def indent(text, prefix, predicate=None):
    """Puts prefix before lines, those with text in them by default."""
    out = []
    for line in text.splitlines(True):
        wanted = line.strip() if predicate is None else predicate(line)
        out.append(prefix + line if wanted else line)
    return "".join(out)


def _chunks(text, hyphens):
    """Words and the spaces between them; words end after hyphens."""
    chunks = []
    word = ""
    for i, ch in enumerate(text):
        if ch == " ":
            if word and word[-1] != " ":
                chunks.append(word)
                word = ""
            word += ch
            continue
        if word and word[-1] == " ":
            chunks.append(word)
            word = ""
        word += ch
        if (hyphens and ch == "-" and i + 1 < len(text) and
                text[i + 1].isalpha() and len(word) > 2 and
                word[-2].isalpha() and word[-3].isalpha()):
            chunks.append(word)
            word = ""
    if word:
        chunks.append(word)
    return chunks


def wrap(text, width=70, *, initial_indent="", subsequent_indent="",
         break_long_words=True, break_on_hyphens=True,
         drop_whitespace=True, max_lines=None, placeholder=" [...]"):
    """The lines of a text, none longer than width."""
    if width <= 0:
        raise ValueError(f"invalid width {width!r} (must be > 0)")
    for ch in "\t\n\v\f\r":
        text = text.replace(ch, " " * 8 if ch == "\t" else " ")
    chunks = _chunks(text, break_on_hyphens)
    chunks.reverse()
    lines = []
    while chunks:
        lead = subsequent_indent if lines else initial_indent
        room = width - len(lead)
        line = []
        n = 0
        if drop_whitespace and not chunks[-1].strip() and lines:
            chunks.pop()
        while chunks and n + len(chunks[-1]) <= room:
            n += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > room:
            if break_long_words:
                space = max(room - n, 1 if not line else 0)
                if space > 0:
                    line.append(chunks[-1][:space])
                    chunks[-1] = chunks[-1][space:]
            elif not line:
                line.append(chunks.pop())
        if drop_whitespace and line and not line[-1].strip():
            n -= len(line.pop())
        if not line:
            continue
        rest = [c for c in chunks if c.strip()]
        if max_lines is None or len(lines) + 1 < max_lines or (
                not rest and n <= room):
            lines.append(lead + "".join(line))
            continue
        while line:
            if line[-1].strip() and (sum(map(len, line)) +
                                     len(placeholder) <= room):
                lines.append(lead + "".join(line) + placeholder)
                break
            line.pop()
        else:
            if lines:
                last = lines[-1].rstrip()
                if len(last) + len(placeholder) <= width:
                    lines[-1] = last + placeholder
                    break
            lines.append(lead + placeholder.lstrip())
        break
    return lines


def fill(text, width=70, **kwargs):
    """wrap, as one text."""
    return "\n".join(wrap(text, width, **kwargs))


def shorten(text, width, **kwargs):
    """Cut to a width, between words."""
    return fill(" ".join(text.strip().split()), width, max_lines=1, **kwargs)
