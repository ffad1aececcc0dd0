/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Upgrades trees in place: keyboard, copied paths, source form, links between
 * copies of a shared value. It only adds to what is there; each output calls
 * push, and what came before the script waits in penjing1q.
 */
(function () {
"use strict";
if (window.penjing1) return;

var all = function (root, what) {
	return Array.prototype.slice.call(root.querySelectorAll(what));
};

/* The expression that leads to an element: steps of all around it. */
function pathOf(el, root) {
	var path = "";
	for (; el && el !== root; el = el.parentElement)
		path = (el.getAttribute("data-p") || "") + path;
	return path;
}

function lineOf(el, root) {
	for (; el && el !== root; el = el.parentElement)
		if (el.tagName === "SUMMARY" || el.classList.contains("l"))
			return el;
	return null;
}

function holder(line) {
	return line.tagName === "SUMMARY" ? line.parentElement : line;
}

function copyText(text, done) {
	var failed = function () { done(false); };
	if (navigator.clipboard && navigator.clipboard.writeText)
		navigator.clipboard.writeText(text).then(function () { done(true); }, failed);
	else
		failed();
}

/* One button a tree: it stands at the line that the pointer is on. */
function addCopy(root) {
	var button = document.createElement("button"), path = "", timer = 0;
	button.className = "cp";
	button.type = "button";
	root.appendChild(button);

	function show(line, at) {
		var part = at && at.closest("[data-p]");
		path = pathOf(part && line.contains(part) ? part : holder(line), root);
		if (!path) { button.style.display = "none"; return; }
		var box = root.getBoundingClientRect(), at = line.getBoundingClientRect();
		var range = document.createRange(), end = at.left, rects, i;
		range.selectNodeContents(line);
		rects = range.getClientRects();
		for (i = 0; i < rects.length; i++)
			if (rects[i].top < at.top + 14) end = Math.max(end, rects[i].right);
		button.textContent = "copy path";
		button.title = "Copy path: lambda root: root" + path;
		button.setAttribute("aria-label", button.title);
		button.classList.remove("done");
		button.style.display = "block";
		button.style.left = Math.min(end - box.left + 8, box.width - 80) + "px";
		button.style.top = (at.top - box.top + 1) + "px";
	}
	function copy() {
		var text = "lambda root: root" + path;
		copyText(text, function (ok) {
			button.textContent = ok ? "Copied " + path : text;
			button.classList.toggle("done", ok);
			clearTimeout(timer);
			timer = setTimeout(function () { button.style.display = "none"; }, ok ? 1500 : 8000);
		});
	}
	button.addEventListener("click", function (e) { e.preventDefault(); e.stopPropagation(); copy(); });
	root.addEventListener("mouseover", function (e) {
		if (button.contains(e.target)) return;
		var line = lineOf(e.target, root);
		if (line) show(line, e.target);
	});
	root.addEventListener("mouseleave", function () {
		if (!button.classList.contains("done")) button.style.display = "none";
	});
	return function (line) { show(line); copy(); };
}

/* Copies of one shared value light up together. */
function addShared(root) {
	root.addEventListener("mouseover", function (e) {
		var mark = e.target.closest && e.target.closest(".x");
		all(root, ".hit").forEach(function (el) { el.classList.remove("hit"); });
		if (!mark) return;
		var node = mark.closest("[data-s]");
		if (node) all(root, "[data-s='" + node.getAttribute("data-s") + "']").forEach(function (el) {
			(el.querySelector("summary") || el).classList.add("hit");
		});
	});
	root.addEventListener("click", function (e) {
		var mark = e.target.closest && e.target.closest(".x"), node, list, next;
		if (!mark || !(node = mark.closest("[data-s]"))) return;
		e.preventDefault();
		list = all(root, "[data-s='" + node.getAttribute("data-s") + "']");
		next = list[(list.indexOf(node) + 1) % list.length];
		reveal(next);
		(next.querySelector("summary") || next).focus();
	});
}

function reveal(el) {
	for (var p = el.parentElement; p; p = p.parentElement)
		if (p.tagName === "DETAILS") p.open = true;
	if (el.scrollIntoView) el.scrollIntoView({ block: "nearest" });
}

function visibleSummaries(root) {
	return all(root, "summary").filter(function (s) { return s.offsetParent !== null; });
}

function addKeys(root, copy) {
	root.addEventListener("keydown", function (e) {
		var s = e.target, d = s.parentElement, list, i, up;
		if (e.ctrlKey || e.metaKey || e.altKey || /INPUT|TEXTAREA|CANVAS/.test(s.tagName)) return;
		if (e.key === "r") {
			root.classList.toggle("r");
			e.preventDefault(); e.stopPropagation();
			return;
		}
		if (s.tagName !== "SUMMARY") return;
		list = visibleSummaries(root);
		i = list.indexOf(s);
		if (e.key === "ArrowRight" && !d.open) d.open = true;
		else if (e.key === "ArrowRight") (list[i + 1] || s).focus();
		else if (e.key === "ArrowLeft" && d.open) d.open = false;
		else if (e.key === "ArrowLeft") {
			up = d.parentElement.closest("details");
			if (up && root.contains(up)) up.querySelector("summary").focus();
		} else if (e.key === "ArrowDown") (list[i + 1] || s).focus();
		else if (e.key === "ArrowUp") (list[i - 1] || s).focus();
		else if (e.key === "Home") list[0].focus();
		else if (e.key === "End") list[list.length - 1].focus();
		else if (e.key === "*") Array.prototype.forEach.call(d.parentElement.children, function (el) {
			if (el.tagName === "DETAILS") el.open = true;
		});
		else if (e.key === "c") copy(s);
		else return;
		e.preventDefault(); e.stopPropagation();
	});
}

/* What was packed is made when its fold is opened first. */
function unpack(d) {
	var box = d.querySelector(":scope>.g"), data = box && box.querySelector("script"), bytes, s, i;
	if (!data || box.classList.contains("on") || !window.DecompressionStream) return;
	box.classList.add("on");
	s = atob(data.textContent);
	bytes = new Uint8Array(s.length);
	for (i = 0; i < s.length; i++) bytes[i] = s.charCodeAt(i);
	new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text().then(function (html) {
		box.insertAdjacentHTML("afterend", html);
		box.remove();
		label(d);
	});
}

/* Roles for who does not see it, and what is drawn when it is first seen. */
function label(root) {
	all(root, "details").forEach(function (d) {
		var s = d.firstElementChild;
		if (s.hasAttribute("role")) return;
		s.setAttribute("role", "treeitem");
		s.setAttribute("aria-expanded", String(d.open));
		d.addEventListener("toggle", function () {
			s.setAttribute("aria-expanded", String(d.open));
			if (d.open) unpack(d);
		});
	});
	all(root, "div.l").forEach(function (l) { l.setAttribute("role", "treeitem"); });
	all(root, "div.b").forEach(function (l) { l.setAttribute("role", "group"); });
	if (window.penjing1figure) all(root, ".f:not(.on)").forEach(function (f) {
		f.classList.add("on");
		window.penjing1figure(f);
	});
}

function keepStyle() {
	if (document.getElementById("penjing1css")) return;
	var css = document.querySelector("style.pj1css"), copy;
	if (!css) return;
	copy = css.cloneNode(true);
	copy.id = "penjing1css";
	copy.className = "";
	document.head.appendChild(copy);
}

function upgrade(root) {
	root.classList.add("js");
	root.setAttribute("role", "tree");
	root.setAttribute("aria-label", "value");
	root.tabIndex = 0;
	label(root);
	addShared(root);
	addKeys(root, addCopy(root));
}

function push() {
	keepStyle();
	all(document, ".pj1:not(.js)").forEach(function (root) {
		try { upgrade(root); } catch (e) { if (window.console) console.error(e); }
	});
}

window.penjing1 = { push: push, pathOf: pathOf };
push();
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", push);
})();
