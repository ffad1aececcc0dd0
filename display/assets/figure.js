/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Draws a figure from its JSON: facets, sliders, digit boxes, tooltips that
 * are index expressions, a colour bar. The pure parts (layout, colours, text)
 * are reached by tests through penjing1figure.parts.
 */
(function () {
"use strict";
if (window.penjing1figure) return;

var CUT = -2, GAP = -1, INVALID = -3;
var BOXES = [[], [[0, 7]], [[0, 7], [2, 3]], [[0, 7], [1, 5], [2, 3]],
	[[0, 7], [1, 6], [2, 4], [3, 2]], [[0, 7], [1, 6], [2, 5], [3, 4], [4, 2]],
	[[0, 7], [1, 6], [2, 5], [3, 4], [4, 3], [5, 2]],
	[[0, 7], [1, 6], [2, 5], [3, 4], [4, 3], [5, 2], [6, 1]]];
var DIGIT = hex("ffffff1f77b4ff7f0e2ca02cd627289467bd8c564be377c2bcbd2217becf");
var OTHER = hex("7f7f7faec7e8ffbb7898df8aff9896c5b0d5c49c94f7b6d2dbdb8d9edae5");

function hex(s) {
	var out = [], i;
	for (i = 0; i < s.length; i += 6)
		out.push([parseInt(s.substr(i, 2), 16), parseInt(s.substr(i + 2, 2), 16), parseInt(s.substr(i + 4, 2), 16)]);
	return out;
}

function bytes(base64) {
	var s = atob(base64), out = new Uint8Array(s.length), i;
	for (i = 0; i < s.length; i++) out[i] = s.charCodeAt(i);
	return out;
}

function decode(spec) {
	var b = bytes(spec.d).buffer;
	spec.data = spec.t === "f4" ? new Float32Array(b) : spec.t === "i4" ? new Int32Array(b) : new Float64Array(b);
	spec.valid = spec.m ? bytes(spec.m) : null;
	var stride = 1, i, a;
	for (i = spec.a.length - 1; i >= 0; i--) {
		a = spec.a[i];
		a.part = a.e > 0 ? 2 * a.e : a.s;
		a.drawn = a.e > 0 ? 2 * a.e + 1 : a.s;
		a.stride = stride;
		stride *= a.part;
	}
	spec.stops = spec.st ? hex(spec.st) : null;
	spec.at = spec.v.map(function () { return 0; });
	return spec;
}

/* One side's cells: for each its element index along every axis. */
function layOut(spec, axes) {
	var width = 1, gap = 0, runs = [], cells = [], i, c;
	for (i = 0; i < axes.length; i++) {
		var a = spec.a[axes[i]];
		runs.push({ axis: axes[i], a: a, step: width + gap });
		width = width * a.drawn + gap * (a.drawn - 1);
		gap = gap === 0 ? 1 : gap * 2;
	}
	for (c = 0; c < width; c++) cells.push(cellAt(runs, c));
	return { runs: runs, cells: cells, n: width };
}

function cellAt(runs, cell) {
	var at = 0, cut = false, index = {}, i, k, r;
	for (i = runs.length - 1; i >= 0; i--) {
		r = runs[i];
		k = Math.floor(cell / r.step);
		if (k >= r.a.drawn) return null;
		cell -= k * r.step;
		index[r.axis] = k;
		if (r.a.e > 0 && k === r.a.e) cut = true;
		else at += (r.a.e > 0 && k > r.a.e ? k - 1 : k) * r.a.stride;
	}
	return cell > 0 ? null : { at: at, cut: cut, index: index };
}

/* The element under two cells: its offset, or why there is none. */
function elementAt(spec, row, col) {
	var base = 0, i, at;
	if (!row || !col) return GAP;
	if (row.cut || col.cut) return CUT;
	for (i = 0; i < spec.v.length; i++) base += spec.at[i] * spec.a[spec.v[i]].stride;
	at = base + row.at + col.at;
	if (spec.valid && !(spec.valid[at >> 3] >> (at & 7) & 1)) return INVALID;
	return at;
}

/* ---- colours ---- */

function asinhLike(x, t) {
	var y = Math.abs(x);
	if (!isFinite(t) || y / t < 1e-4) return x;
	return (x < 0 ? -1 : 1) * t * Math.log(y / t + Math.sqrt(1 + y / t * (y / t)));
}

/* Maps a number to 0..1; key is a value that was clicked, or null. */
function scaler(spec, key) {
	var c = spec.hi, gap = 0.15, raw = Math.max(Math.abs(spec.rl), Math.abs(spec.rh)), t, k, divide;
	if (spec.k !== "d" || key === null || !(c > 0)) {
		if (!(spec.hi > spec.lo)) return function () { return 0.5; };
		return function (x) { return (x - spec.lo) / (spec.hi - spec.lo); };
	}
	k = Math.abs(key) || c;
	if (k < c) {
		t = Math.exp(Math.log(k) - gap * Math.log(c)) / (1 - k / c);
		divide = asinhLike(c, t);
	} else {
		t = k === c ? Infinity : c / (1 - c / k);
		divide = Math.min(asinhLike(k, t) / (1 - gap), asinhLike(Math.max(raw, c), t));
	}
	return function (x) { return asinhLike(x, t) / divide / 2 + 0.5; };
}

function colour(stops, at) {
	var n = stops.length - 1, x = Math.min(Math.max(at, 0), 1) * n, i = Math.min(Math.floor(x), n - 1);
	x -= i;
	return [0, 1, 2].map(function (k) { return Math.round(stops[i][k] * (1 - x) + stops[i + 1][k] * x); });
}

function contrast(rgb) {
	return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2] > 128 ? [0, 0, 0] : [255, 255, 255];
}

function digits(x) {
	var s = String(Math.abs(x)), last = -1, out = [], i, d;
	for (i = 0; i < s.length; i++) {
		d = s.charCodeAt(i) - 48;
		if (d === last) { out.push(OTHER[d]); last = -1; }
		else { out.push(DIGIT[d]); last = d; }
	}
	return out;
}

/* ---- text ---- */

function number(spec, x) {
	var s, i;
	if (x !== x) return "nan";
	if (x === Infinity) return "inf";
	if (x === -Infinity) return "-inf";
	if (spec.b) return x ? "True" : "False";
	if (spec.t === "i4") return String(x);
	if (spec.t === "f4")
		for (i = 1; i <= 9; i++) {
			s = Number(x.toPrecision(i));
			if (Math.fround(s) === x) { x = s; break; }
		}
	s = String(x);
	return /[.eEn]/.test(s) ? s : s + ".0";
}

function short(x) {
	return x === 0 ? "0" : Math.abs(x) >= 1e4 || Math.abs(x) < 1e-3 ? x.toExponential(1) : String(Number(x.toPrecision(3)));
}

/* array[{'heads':2}][0, 3]: valid as an expression behind the array. */
function indexText(spec, index) {
	var names = [], positions = [], cut = false;
	spec.a.forEach(function (a, i) {
		var k = index[i], s;
		if (k === undefined) k = spec.at[spec.v.indexOf(i)];
		s = a.e > 0 && k === a.e ? a.e + ":" + (a.s - a.e) : String(a.e > 0 && k > a.e ? a.s - 2 * a.e - 1 + k : k);
		if (a.e > 0 && k === a.e) cut = true;
		if (a.n !== null) names.push("'" + a.n.replace(/\\/g, "\\\\").replace(/'/g, "\\'") + "': " +
			(cut && s.indexOf(":") > 0 ? "slice(" + s.replace(":", ", ") + ")" : s));
		else positions[a.i] = s;
	});
	return "array" + (names.length ? "[{" + names.join(", ") + "}]" : "") +
		(positions.length ? "[" + positions.join(", ") + "]" : "");
}

function axisText(a) {
	return a.l !== undefined ? a.l : a.n !== null ? a.n + ": " + a.s : "axis " + a.i + ": " + a.s;
}

function describe(spec, row, col) {
	var at = elementAt(spec, row, col), index = Object.assign({}, row.index, col.index), text = indexText(spec, index), x;
	if (at === CUT) return text + "\n  (not shown)";
	if (at === INVALID) return text + "\n  (masked out)";
	x = spec.data[at];
	text += "\n  = " + number(spec, x);
	if (spec.lb && spec.lb[x] !== undefined) text += "  # " + spec.lb[x];
	return text;
}

/* ---- pixels ---- */

var CELL = 7, X = [[1, 1], [2, 2], [3, 3], [4, 4], [5, 5], [5, 1], [4, 2], [2, 4], [1, 5]];
var GLYPH = {
	"+": [[3, 1], [3, 2], [3, 3], [3, 4], [3, 5], [1, 3], [2, 3], [4, 3], [5, 3]],
	"-": [[1, 3], [2, 3], [3, 3], [4, 3], [5, 3]],
	"I": [[2, 1], [3, 1], [4, 1], [3, 2], [3, 3], [3, 4], [2, 5], [3, 5], [4, 5]],
	"-I": [[0, 3], [1, 3], [4, 1], [4, 2], [4, 3], [4, 4], [4, 5]],
	"dots": [[2, 2], [4, 2], [2, 4], [4, 4]]
};

function painter(spec, key) {
	var scale = scaler(spec, key), memo = {};
	function glyph(ground, ink, marks) { return { ground: ground, ink: ink, marks: marks }; }
	function paint(at) {
		var x, c, s;
		if (at === CUT || at === INVALID) return glyph([128, 128, 128], [160, 160, 160], GLYPH.dots);
		x = spec.data[at];
		if (x !== x) return glyph([0, 0, 0], [255, 0, 255], X);
		if (spec.k === "p") return spec.stops[x] ? glyph(spec.stops[x], null, null) : glyph([0, 0, 0], [255, 0, 255], X);
		if (spec.k === "i") {
			if (spec.t !== "i4" || Math.abs(x) > 9999999) return glyph([0, 0, 0], [255, 0, 255], X);
			return { digits: digits(x), minus: x < 0 };
		}
		s = scale(x);
		c = colour(spec.stops, s);
		if (x === Infinity) return glyph(c, contrast(c), GLYPH.I);
		if (x === -Infinity) return glyph(c, contrast(c), GLYPH["-I"]);
		if (s > 1 + 1e-6) return glyph(c, contrast(c), GLYPH["+"]);
		if (s < -1e-6) return glyph(c, contrast(c), GLYPH["-"]);
		return glyph(c, null, null);
	}
	return function (at) {
		if (spec.k !== "i" || at < 0) return paint(at);
		var x = spec.data[at];
		return memo[x] || (memo[x] = paint(at));
	};
}

function fill(px, width, x, y, w, h, c) {
	var i, j, o;
	for (j = 0; j < h; j++)
		for (i = 0, o = ((y + j) * width + x) * 4; i < w; i++, o += 4) {
			px[o] = c[0]; px[o + 1] = c[1]; px[o + 2] = c[2]; px[o + 3] = 255;
		}
}

function drawCell(px, width, x, y, p) {
	var i, b;
	if (p.digits) {
		b = BOXES[p.digits.length] || BOXES[7];
		for (i = 0; i < p.digits.length; i++)
			fill(px, width, x + b[i][0], y + b[i][0], b[i][1], b[i][1], p.digits[i]);
		if (p.minus) for (i = 0; i < 3; i++) fill(px, width, x, y + i, 3 - i, 1, [0, 0, 0]);
		return;
	}
	fill(px, width, x, y, CELL, CELL, p.ground);
	if (p.marks) for (i = 0; i < p.marks.length; i++) fill(px, width, x + p.marks[i][0], y + p.marks[i][1], 1, 1, p.ink);
}

function draw(spec, canvas, rows, cols, key) {
	var ctx = canvas.getContext("2d"), w = cols.n * CELL, h = rows.n * CELL, paint = painter(spec, key), image, r, c, at;
	canvas.width = w;
	canvas.height = h;
	image = ctx.createImageData(w, h);
	for (r = 0; r < rows.n; r++)
		for (c = 0; c < cols.n; c++) {
			at = elementAt(spec, rows.cells[r], cols.cells[c]);
			if (at !== GAP) drawCell(image.data, w, c * CELL, r * CELL, paint(at));
		}
	ctx.putImageData(image, 0, 0);
}

/* ---- the page's elements ---- */

function el(tag, cls, parent, text) {
	var e = document.createElement(tag);
	if (cls) e.className = cls;
	if (text !== undefined) e.textContent = text;
	if (parent) parent.appendChild(e);
	return e;
}

function build(box, spec) {
	var rows = layOut(spec, spec.r), cols = layOut(spec, spec.c);
	var root = document.createElement("div"), zoom, key = null;
	root.className = "pj1f";
	var width0 = cols.n * CELL;
	zoom = (spec.px || 7) / CELL;
	if (width0 * zoom < 160 && rows.n * CELL * zoom < 160) zoom *= 2;

	var grid = el("div", "gr", el("div", "sc", root));
	el("div", "", grid);
	var xl = el("div", "xl", grid), yl = el("div", "yl", grid), hold = el("div", "", grid);
	hold.style.position = "relative";
	var canvas = el("canvas", "", hold), hl = el("div", "hl", hold);
	var tip = null;
	canvas.tabIndex = 0;
	canvas.setAttribute("role", "img");
	var caption = box.querySelector(".fc");
	canvas.setAttribute("aria-label", "array figure, " + (caption ? caption.textContent : "") + "; arrow keys move, enter tells");

	var controls = el("div", "ct", root), said = el("div", "said", root), barColours = null, barEnds = null;
	said.setAttribute("aria-live", "polite");
	spec.v.forEach(function (axis, i) {
		var a = spec.a[axis], l = el("label", "sl", controls), n, r;
		el("span", "", l, a.l !== undefined ? a.l : a.n !== null ? a.n : "axis " + a.i);
		n = el("input", "", l); n.type = "number";
		r = el("input", "", l); r.type = "range";
		n.min = r.min = 0; n.max = r.max = a.part - 1; n.value = r.value = 0;
		function set(e) {
			var k = Math.min(Math.max(Math.round(Number(e.target.value) || 0), 0), a.part - 1);
			n.value = r.value = k;
			spec.at[i] = k;
			redraw();
		}
		n.addEventListener("input", set); r.addEventListener("input", set);
	});
	if (spec.k !== "i" && spec.k !== "p") {
		var bar = el("span", "", controls);
		bar.style.cssText = "display:inline-flex;align-items:center;gap:6px";
		var low = el("span", "", bar);
		barColours = el("span", "bar", bar);
		var high = el("span", "", bar);
		barEnds = [low, high];
	}
	var zl = el("label", "", controls), z = el("input", "", zl);
	zl.insertBefore(document.createTextNode("zoom"), z);
	z.type = "range"; z.min = 1; z.max = 21; z.step = "any"; z.value = zoom * CELL;
	z.setAttribute("aria-label", "zoom");
	z.addEventListener("input", function () { zoom = z.value / CELL; place(); });

	function redraw() {
		draw(spec, canvas, rows, cols, key);
		if (!barColours) return;
		var s = scaler(spec, key), stops = [], i, x, span = key !== null ? Math.max(spec.hi, Math.abs(spec.rl), Math.abs(spec.rh)) : spec.hi;
		var lo = key !== null ? -span : spec.lo;
		for (i = 0; i <= 24; i++) {
			x = lo + (span - lo) * i / 24;
			stops.push("rgb(" + colour(spec.stops, s(x)).join(",") + ")");
		}
		barColours.style.background = "linear-gradient(90deg," + stops.join(",") + ")";
		barEnds[0].textContent = short(lo);
		barEnds[1].textContent = short(span);
	}

	/* Labels lie over the extent of their axis, outer ones outside. */
	function place() {
		var px = CELL * zoom, levels = cols.runs.length;
		canvas.style.width = cols.n * px + "px";
		canvas.style.height = rows.n * px + "px";
		canvas.style.imageRendering = "pixelated";
		xl.style.height = levels * 20 + 3 + "px";
		xl.textContent = "";
		cols.runs.forEach(function (r, i) {
			var s = el("span", "", xl, axisText(r.a));
			s.style.left = 0;
			s.style.top = (levels - 1 - i) * 20 + "px";
			s.style.width = extent(cols.runs, i) * px + "px";
		});
		yl.textContent = "";
		yl.style.width = rows.runs.length * 20 + 4 + "px";
		rows.runs.forEach(function (r, i) {
			var s = el("span", "", yl, axisText(r.a)), h = extent(rows.runs, i) * px;
			s.style.right = i * 20 + 4 + "px";
			s.style.top = 0;
			s.style.height = h + "px";
			if (axisText(r.a).length * 7.4 > h) {
				s.style.writingMode = "horizontal-tb"; s.style.transform = "none";
				s.style.borderLeft = 0; s.style.borderRight = "1px solid var(--mute)"; s.style.paddingRight = "4px";
				yl.style.width = Math.max(parseFloat(yl.style.width), axisText(r.a).length * 7.4 + 10 + i * 20) + "px";
			}
		});
	}
	function extent(runs, i) {
		var w = 1, j;
		for (j = 0; j <= i; j++) w = runs[j].step * (runs[j].a.drawn - 1) + (j === 0 ? 1 : w);
		return w;
	}

	var cursor = null;
	function cellOf(e) {
		var r = canvas.getBoundingClientRect();
		return { r: Math.floor((e.clientY - r.top) / r.height * rows.n), c: Math.floor((e.clientX - r.left) / r.width * cols.n) };
	}
	function mark(p) {
		var px = CELL * zoom;
		cursor = p;
		if (!p || !rows.cells[p.r] || !cols.cells[p.c]) { hl.style.display = "none"; return null; }
		hl.style.cssText = "display:block;left:" + p.c * px + "px;top:" + p.r * px + "px;width:" + px + "px;height:" + px + "px";
		return describe(spec, rows.cells[p.r], cols.cells[p.c]);
	}
	function hideTip() { if (tip) { tip.remove(); tip = null; } hl.style.display = "none"; }
	function showTip(text, x, y) {
		if (!text) return hideTip();
		if (!tip) tip = el("div", "tip", root);
		tip.textContent = text;
		var w = tip.offsetWidth, h = tip.offsetHeight;
		tip.style.left = (x + 14 + w > innerWidth ? x - w - 10 : x + 14) + "px";
		tip.style.top = (y + 14 + h > innerHeight ? y - h - 10 : y + 14) + "px";
	}
	function pick(p) {
		var text = mark(p), at, x;
		if (text === null) { key = null; said.textContent = ""; redraw(); return; }
		said.textContent = text;
		at = elementAt(spec, rows.cells[p.r], cols.cells[p.c]);
		if (!spec.y) return;
		x = at >= 0 ? spec.data[at] : NaN;
		key = x !== x || !isFinite(x) || x === key ? null : x;
		redraw();
	}
	canvas.addEventListener("mousemove", function (e) { showTip(mark(cellOf(e)), e.clientX, e.clientY); });
	canvas.addEventListener("mouseleave", hideTip);
	canvas.addEventListener("click", function (e) { pick(cellOf(e)); });
	canvas.addEventListener("wheel", function (e) {
		if (!e.altKey) return;
		e.preventDefault();
		z.value = Number(z.value) - e.deltaY / 40;
		zoom = z.value / CELL;
		place();
	}, { passive: false });
	canvas.addEventListener("keydown", function (e) {
		var p = cursor || { r: 0, c: 0 }, d = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[e.key], q, b;
		if (e.key === "Enter") { pick(p); e.preventDefault(); return; }
		if (e.key === "Escape") { hideTip(); return; }
		if (!d) return;
		q = cursor ? { r: p.r + d[0], c: p.c + d[1] } : p;
		while (q.r >= 0 && q.c >= 0 && q.r < rows.n && q.c < cols.n && !(rows.cells[q.r] && cols.cells[q.c])) { q.r += d[0]; q.c += d[1]; }
		if (q.r >= 0 && q.c >= 0 && q.r < rows.n && q.c < cols.n) {
			b = canvas.getBoundingClientRect();
			showTip(mark(q), b.left + q.c * CELL * zoom, b.top + (q.r + 1) * CELL * zoom);
		}
		e.preventDefault();
	});
	canvas.addEventListener("blur", hideTip);
	place();
	redraw();
	return root;
}

function start(box) {
	var data = box.querySelector("script"), done = false;
	if (!data) return;
	function go() {
		if (done) return;
		done = true;
		try {
			var spec = decode(JSON.parse(data.textContent)), made = build(box, spec);
			box.textContent = "";
			box.appendChild(made);
		} catch (e) { if (window.console) console.error(e); }
	}
	/* What is folded away is drawn when it is first seen. */
	if (!window.IntersectionObserver || box.offsetParent !== null) return go();
	var watch = new IntersectionObserver(function (seen) {
		if (seen.some(function (s) { return s.isIntersecting; })) { watch.disconnect(); go(); }
	}, { rootMargin: "600px" });
	watch.observe(box);
}

start.parts = { decode: decode, layOut: layOut, elementAt: elementAt, scaler: scaler, colour: colour, digits: digits,
	number: number, indexText: indexText, describe: describe, axisText: axisText };
window.penjing1figure = start;
})();
