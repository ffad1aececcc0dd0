/* SPDX-License-Identifier: Apache-2.0 */
/* The pure parts of figure.js, without a browser. */
"use strict";
var assert = require("assert"), fs = require("fs"), path = require("path"), vm = require("vm");
var src = process.env.PENJING_SRC || path.join(__dirname, "..", "..");
var box = { window: {}, atob: function (s) { return Buffer.from(s, "base64").toString("binary"); },
	Uint8Array: Uint8Array, Float32Array: Float32Array, Int32Array: Int32Array, Float64Array: Float64Array };
vm.runInNewContext(fs.readFileSync(path.join(src, "display/assets/figure.js"), "utf8"), box);
var f = box.window.penjing1figure.parts, passed = 0;

function test(name, run) { run(); passed++; }
function same(got, want) { assert.deepStrictEqual(JSON.parse(JSON.stringify(got)), want); }
function figure(axes, rows, cols, data, more) {
	return f.decode(Object.assign({ a: axes, r: rows, c: cols, v: [], k: "d", b: 0, lo: -1, hi: 1, rl: -1, rh: 1,
		st: "600e22f1eceb252f6f", t: "f4", d: Buffer.from(new Float32Array(data).buffer).toString("base64") }, more || {}));
}

test("facets are 51 cells wide for (4, 12, 12)", function () {
	var s = figure([{ n: null, i: 0, s: 4, e: 0 }, { n: null, i: 1, s: 12, e: 0 }, { n: null, i: 2, s: 12, e: 0 }],
		[1], [2, 0], new Array(576).fill(0));
	assert.strictEqual(f.layOut(s, s.c).n, 51);
	assert.strictEqual(f.layOut(s, s.r).n, 12);
	assert.strictEqual(f.layOut(s, s.c).cells[12], null);
	same(f.layOut(s, s.c).cells[13], { at: 144, cut: false, index: { 2: 0, 0: 1 } });
});
test("what is cut is a range", function () {
	var s = figure([{ n: null, i: 0, s: 100, e: 2 }], [], [0], [1, 2, 3, 4]), rows = f.layOut(s, s.r), cols = f.layOut(s, s.c);
	assert.strictEqual(cols.n, 5);
	assert.strictEqual(f.describe(s, rows.cells[0], cols.cells[2]), "array[2:98]\n  (not shown)");
	assert.strictEqual(f.describe(s, rows.cells[0], cols.cells[3]), "array[98]\n  = 3.0");
});
test("index expressions of named axes", function () {
	var s = figure([{ n: "it's", i: -1, s: 2, e: 0 }, { n: null, i: 0, s: 2, e: 0 }], [0], [1], [0, 1, 2, 3]);
	assert.strictEqual(f.indexText(s, { 0: 1, 1: 0 }), "array[{'it\\'s': 1}][0]");
});
test("numbers are the shortest that are meant", function () {
	var s = figure([{ n: null, i: 0, s: 1, e: 0 }], [], [0], [0.1]);
	assert.strictEqual(f.number(s, s.data[0]), "0.1");
	assert.strictEqual(f.number(s, NaN), "nan");
	assert.strictEqual(f.number({ t: "i4", b: 1 }, 1), "True");
});
test("the clicked value becomes visible", function () {
	var s = figure([{ n: null, i: 0, s: 1, e: 0 }], [], [0], [0.001]), plain = f.scaler(s, null), keyed = f.scaler(s, 0.001);
	assert(Math.abs(plain(0.001) - 0.5) < 0.001);
	assert(keyed(0.001) - 0.5 > 0.05);
	assert(Math.abs(keyed(1) - 1) < 1e-9);
});
test("equal digits alternate", function () {
	same(f.digits(-110), [[31, 119, 180], [174, 199, 232], [255, 255, 255]]);
});
test("colours run between the stops", function () {
	same(f.colour([[0, 0, 0], [100, 200, 50]], 0.5), [50, 100, 25]);
	same(f.colour([[0, 0, 0], [100, 200, 50]], 7), [100, 200, 50]);
});
console.log("js: " + passed + " passed, 0 failed");
