#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the parser with CPython 3.11's: trees with all positions, and
messages with their places. Usage: parse_cases.py DUMP_PROGRAM CASES...
Cases are separated by lines of four dashes; a case whose first line is
"#own" is one where we differ on purpose: only acceptance is not compared."""
import ast
import subprocess
import sys

OPS = {"Add": "+", "Sub": "-", "Mult": "*", "MatMult": "@", "Div": "/",
       "FloorDiv": "//", "Mod": "%", "Pow": "**", "LShift": "<<",
       "RShift": ">>", "BitAnd": "&", "BitOr": "|", "BitXor": "^",
       "USub": "-", "UAdd": "+", "Invert": "~", "Not": "not", "Eq": "==",
       "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=",
       "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in"}


class Dump:
    def __init__(self, text):
        self.starts = [0]
        for line in text.encode().splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def at(self, line, col):
        return self.starts[line - 1] + col

    def list(self, nodes):
        return "[" + " ".join(self.node(n) for n in nodes) + "]"

    def op(self, op):
        return "'" + OPS[type(op).__name__] + "'"

    def params(self, a):
        plain = a.posonlyargs + a.args
        dflt = [None] * (len(plain) - len(a.defaults)) + a.defaults
        out = []
        for i, p in enumerate(plain):
            out.append(self.param("/" if i < len(a.posonlyargs) else "p",
                                  p, dflt[i]))
        if a.vararg:
            out.append(self.param("*", a.vararg, None))
        for p, d in zip(a.kwonlyargs, a.kw_defaults):
            out.append(self.param("k", p, d))
        if a.kwarg:
            out.append(self.param("2", a.kwarg, None))
        return "[" + " ".join(out) + "]"

    def param(self, place, p, dflt):
        return f"{place}{p.arg} {self.node(p.annotation)} {self.node(dflt)}"

    def keywords(self, ks):
        return "[" + " ".join((k.arg or "**") + "=" + self.node(k.value)
                              for k in ks) + "]"

    def node(self, n):
        if n is None:
            return "-"
        end = self.at(n.end_lineno, n.end_col_offset)
        head = f"{type(n).__name__}({self.at(n.lineno, n.col_offset)},{end}"
        body = " ".join(self.fields(n))
        return head + (" " + body if body else "") + ")"

    def constant(self, v):
        if isinstance(v, str):
            return "s" + v.encode("utf-8", "surrogatepass").hex()
        if isinstance(v, bytes):
            return "b" + v.hex()
        if isinstance(v, float):
            return "%.17g" % v
        return str(v)

    def comp(self, n):
        for g in n.generators:
            yield from ("for", self.node(g.target), self.node(g.iter),
                        self.list(g.ifs))

    def fields(self, n):
        node, list_ = self.node, self.list
        match type(n).__name__:
            case "Constant":
                yield self.constant(n.value)
            case "JoinedStr":
                yield list_(n.values)
            case "FormattedValue":
                yield node(n.value)
                yield "-" if n.conversion == -1 else chr(n.conversion)
                yield node(n.format_spec)
            case "Name":
                yield n.id
            case "Attribute":
                yield from (node(n.value), n.attr)
            case "Subscript":
                yield from (node(n.value), node(n.slice))
            case "Slice":
                yield from (node(n.lower), node(n.upper), node(n.step))
            case "Call":
                yield from (node(n.func), list_(n.args),
                            self.keywords(n.keywords))
            case "Starred" | "Yield" | "YieldFrom" | "Expr" | "Return":
                yield node(n.value)
            case "UnaryOp":
                yield from (self.op(n.op), node(n.operand))
            case "BinOp":
                yield from (self.op(n.op), node(n.left), node(n.right))
            case "BoolOp":
                yield type(n.op).__name__.lower()
                yield list_(n.values)
            case "Compare":
                yield node(n.left)
                for o, r in zip(n.ops, n.comparators):
                    yield from (self.op(o), node(r))
            case "IfExp":
                yield from (node(n.test), node(n.body), node(n.orelse))
            case "NamedExpr":
                yield from (node(n.target), node(n.value))
            case "Lambda":
                yield from (self.params(n.args), node(n.body))
            case "Tuple" | "List" | "Set":
                yield list_(n.elts)
            case "Dict":
                for k, v in zip(n.keys, n.values):
                    yield from (node(k), node(v))
            case "ListComp" | "SetComp" | "GeneratorExp":
                yield node(n.elt)
                yield from self.comp(n)
            case "DictComp":
                yield from (node(n.key), node(n.value))
                yield from self.comp(n)
            case "Assign":
                yield from (list_(n.targets), node(n.value))
            case "AugAssign":
                yield from (self.op(n.op), node(n.target), node(n.value))
            case "AnnAssign":
                yield from (node(n.target), node(n.annotation),
                            node(n.value), str(n.simple))
            case "FunctionDef":
                yield from (n.name, self.params(n.args), node(n.returns),
                            list_(n.decorator_list), list_(n.body))
            case "ClassDef":
                yield from (n.name, list_(n.bases),
                            self.keywords(n.keywords),
                            list_(n.decorator_list), list_(n.body))
            case "Delete":
                yield list_(n.targets)
            case "For":
                yield from (node(n.target), node(n.iter), list_(n.body),
                            list_(n.orelse))
            case "While" | "If":
                yield from (node(n.test), list_(n.body), list_(n.orelse))
            case "With":
                for i in n.items:
                    yield from (node(i.context_expr), node(i.optional_vars))
                yield list_(n.body)
            case "Raise":
                yield from (node(n.exc), node(n.cause))
            case "Try":
                yield list_(n.body)
                for h in n.handlers:
                    yield from ("except", node(h.type), h.name or "-",
                                list_(h.body))
                yield from (list_(n.orelse), list_(n.finalbody))
            case "Assert":
                yield from (node(n.test), node(n.msg))
            case "Import" | "ImportFrom":
                if isinstance(n, ast.ImportFrom):
                    yield n.module
                for a in n.names:
                    yield from (a.name, a.asname or "-")
            case "Global" | "Nonlocal":
                yield from n.names


def positionless_joined(text):
    """CPython 3.11 gives everything in an f-string the place of the string
    (its constants) or of nothing sensible: compare those without."""
    import re
    def strip(m):
        return m.group(1) + "(_"
    return re.sub(r"(JoinedStr|FormattedValue|Constant)\(\d+,\d+", strip,
                  text)


def expected(text):
    try:
        tree = ast.parse(text)
        try:
            compile(text, "case", "exec", dont_inherit=True)
        except SyntaxError as e:
            # Our compiler's part, not the parser's.
            if "outside" not in e.msg and "not properly" not in e.msg:
                raise
    except SyntaxError as e:
        starts = Dump(text).starts
        lines = text.splitlines(keepends=True)
        line = e.lineno or 1
        col = (e.offset or 1) - 1
        prefix = lines[line - 1][:col] if line <= len(lines) else ""
        at = starts[min(line, len(starts)) - 1] + len(prefix.encode())
        return f"{type(e).__name__}|{at}|{e.msg}\n"
    d = Dump(text)
    return "".join(d.node(n) + "\n" for n in tree.body)


# Ours are better placed: in the string, not at the start or after it.
OWN_PLACE = ("f-string", "(unicode error)", "(value error)", "bytes can only",
             "cannot mix", "unexpected indent", "inconsistent use")


def main():
    import warnings
    warnings.simplefilter("ignore")
    if sys.version_info[:2] != (3, 11):
        print("parse_cases: needs Python 3.11")
        return 77
    text = "".join(open(f, encoding="utf-8").read() for f in sys.argv[2:])
    got = subprocess.run([sys.argv[1]], input=text.encode(),
                         stdout=subprocess.PIPE, check=True).stdout.decode()
    cases = text.split("----\n")[:-1]
    passed = failed = 0
    for case, ours in zip(cases, got.split("----\n")):
        if case.startswith("#own"):
            continue
        theirs = expected(case)
        if "|" in theirs.split(" ")[0]:
            kind, _, rest = ours.partition("|")
            where, _, msg = rest.partition("|")
            ours = f"{kind}|{where.partition(',')[0]}|{msg}"
            if theirs.split("|", 2)[2].startswith(OWN_PLACE):
                theirs = theirs.split("|", 2)[2]
                ours = msg
        if "f'" in case or 'f"' in case:
            theirs, ours = map(positionless_joined, (theirs, ours))
        if theirs == ours:
            passed += 1
        else:
            failed += 1
            print(f"--- case:\n{case}--- CPython:\n{theirs}--- ours:\n{ours}")
    print(f"parse_cases: {passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
