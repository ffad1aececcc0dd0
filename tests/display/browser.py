#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What outputs do in a browser: run_display's page in Chromium.

usage: CHROMIUM=PROGRAM browser.py PAGE.html [SCREENSHOT_PREFIX]
"""
import os
import sys

from playwright.sync_api import sync_playwright

CHROMIUM = os.environ["CHROMIUM"]
ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def check(page):
    errors = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto("file://" + os.path.abspath(sys.argv[1]))
    page.wait_for_timeout(500)
    roots = page.locator(".pj1")
    assert roots.count() == page.locator(".pj1.js").count() > 0, "every output is upgraded"
    assert page.locator("img[onerror]").count() == 0, "text stays text"
    assert page.locator(".pj1[role=tree] [role=treeitem]").count() > 20
    line = page.locator(".pj1 summary").nth(1)
    line.hover(position={"x": 20, "y": 8})
    copy = page.locator(".pj1 .cp").first
    assert copy.get_attribute("title") == "Copy path: lambda root: root.sublayers[0]"
    page.locator(".pj1 .j").first.hover()
    assert copy.get_attribute("title") == "Copy path: lambda root: root.sublayers"
    line.focus()
    for key, is_open in ("ArrowLeft", False), ("ArrowRight", True), ("Enter", False), ("Enter", True):
        page.keyboard.press(key)
        assert line.evaluate("e => e.parentElement.open") == is_open, key
    run = page.locator("details.h", has_text="alike").first
    assert "block_3" not in page.content()
    run.locator("summary").first.click()
    run.get_by_text("mlp/block_3/Linear.weights").first.wait_for(state="attached", timeout=5000)
    assert run.locator("[role=treeitem]").count() > 5
    line.focus()
    page.keyboard.press("r")
    assert page.locator(".pj1.r .q:visible").count() > 0, "r shows the source form"
    page.keyboard.press("r")
    assert page.locator(".pj1 .q:visible").count() == 0
    figure = page.locator(".pj1 canvas:visible").nth(1)
    figure.scroll_into_view_if_needed()
    figure.hover(position={"x": 10, "y": 30})
    tip = page.locator(".tip").first.inner_text()
    assert tip.startswith("array[{'heads': 0, 'seq': 4, 'kv_seq': 1}]\n  = "), tip
    figure.click(position={"x": 10, "y": 30})
    assert page.locator(".said:visible").filter(has_text="array").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "long lines wrap"
    assert not errors, errors


with sync_playwright() as p:
    browser = p.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    for mode in "light", "dark":
        page = browser.new_page(viewport={"width": 1000, "height": 900}, color_scheme=mode)
        check(page)
        if len(sys.argv) > 2:
            page.screenshot(path=f"{sys.argv[2]}_{mode}.png", full_page=True)
        page.close()
    browser.close()
print("browser: 2 passed, 0 failed")
