"""Opens pages of runs in a real Chromium, from file:// and with the network off, and tries what
readers do: stepping, jumping, keys, filters, predicting, narrow windows, print.

    python3 check.py [--slice] PAGE.html ...

Exits with 1 and says what is wrong; with 69 where Chromium, its driver or selenium is missing.
"""
import base64
import os
import random
import re
import shutil
import sys

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("selenium is missing: pip install selenium", file=sys.stderr)
    sys.exit(69)

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if not CHROMIUM or not DRIVER:
    print("Chromium and its driver are missing: apt-get install chromium chromium-driver", file=sys.stderr)
    sys.exit(69)

SNAPSHOT = """
return document.getElementById('app').outerHTML
"""
AXE = None
try:
    import axe_playwright_python
    AXE = os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js")
    AXE = open(AXE, encoding="utf-8").read() if os.path.exists(AXE) else None
except ImportError:
    pass


def browser():
    options = Options()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--window-size=1440,1000", "--host-resolver-rules=MAP * 0.0.0.0"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(DRIVER))


class Page:
    def __init__(self, driver, path):
        self.driver, self.path, self.faults = driver, path, []
        driver.set_window_size(1440, 1000)
        driver.get("about:blank")
        driver.get("file://" + os.path.abspath(path))
        self.run = self.js("return JSON.parse(document.getElementById('run').textContent)")
        self.count = len(self.run["events"])

    def js(self, program, *arguments):
        return self.driver.execute_script(program, *arguments)

    def expect(self, condition, words):
        if not condition:
            self.faults.append(words)

    def place(self, number, more=""):
        """Goes there by the address, as a link would."""
        self.js("location.hash = arguments[0]; dispatchEvent(new HashChangeEvent('hashchange'))",
                f"#step={number}{more}")

    def key(self, key):
        self.js("document.activeElement.blur(); document.body.dispatchEvent("
                "new KeyboardEvent('keydown', {key: arguments[0], shiftKey: arguments[1], bubbles: true}))",
                key.lstrip("+"), key.startswith("+"))

    def event(self):
        return int(self.js("return document.querySelector('.scrub input').value"))

    def text(self, selector):
        return self.js("return document.querySelector(arguments[0])?.textContent ?? null", selector)

    def body(self):
        """Every text and every name on the page."""
        return self.js("""return [...document.querySelectorAll('#app *')].flatMap(n =>
          [n.getAttribute('aria-label'), n.getAttribute('title'), ...[...n.childNodes].filter(c => c.nodeType === 3)
           .map(c => c.data)]).filter(Boolean).join('\\n')""")

    # What must hold

    def console(self):
        for entry in self.driver.get_log("browser"):
            self.expect(False, "console: " + entry["message"])

    def figure(self):
        self.expect(self.run["hasFigure"], "there is no figure")
        for number, event in enumerate(self.run["events"]):
            self.expect(event[12] >= 0 or event[13] >= 0, f"event {number + 1} has no place in the figure")

    def stepping(self, jumps):
        """A document depends on the place alone, not on the way there."""
        self.place(0)
        self.key("Home")
        last = min(self.count, 150)
        stepped = {0: self.js(SNAPSHOT)}
        for number in range(1, last + 1):
            self.key("ArrowRight")
            self.expect(self.event() == number, f"→ leads to {self.event()}, not to {number}")
            stepped[number] = self.js(SNAPSHOT)
            if self.faults:
                return
        chance = random.Random(7)
        for _ in range(jumps):
            number = chance.randint(0, last)
            self.js("const s = document.querySelector('.scrub input'); s.value = arguments[0];"
                    "s.dispatchEvent(new Event('input'))", str(number))
            # What was said last is a matter of the way.
            clean = lambda html: re.sub(r'(id="spoken">)[^<]*|scroll[^"]*"[^"]*"', r"\1", html)
            jumped, walked = clean(self.js(SNAPSHOT)), clean(stepped[number])
            if jumped != walked:
                at = len(os.path.commonprefix([jumped, walked]))
                self.expect(False, f"a jump to event {number} gives another document than stepping: "
                            f"{jumped[max(0, at - 80):at + 80]!r}, not {walked[at:at + 80]!r}")
                return

    def words(self):
        """The page says what the trace says, and says it aloud."""
        for number in {1, self.count // 2, self.count} - {0}:
            self.place(number)
            event, words = self.run["events"][number - 1], self.run["strings"]
            outcome = words[event[9]]
            self.expect(outcome in (self.text(".say") or ""), f"event {number}: the sentence lacks '{outcome}'")
            self.expect(outcome in (self.text("#spoken") or "") or number == self.event(),
                        f"event {number} is not said aloud")
            chosen = self.js("return document.querySelector('.row[aria-selected=true]')?.getAttribute('aria-label')")
            self.expect(chosen and outcome in chosen, f"event {number} is not chosen in the list")

    def keys(self):
        self.key("Home")
        self.expect(self.event() == 0, "Home does not lead to the beginning")
        self.key("End")
        self.expect(self.event() == self.count, "End does not lead to the end")
        self.key("+ArrowLeft")
        self.key("ArrowLeft")
        self.expect(self.event() < self.count, "← does not lead back")
        for key, tab in (("d", "Dialogue"), ("s", "State"), ("w", "Why")):
            self.key(key)
            self.expect(self.text('[role=tab][aria-selected=true]') == tab, f"{key} does not show {tab}")
        self.place(10 ** 9)
        self.expect(self.event() == self.count, "a link beyond the end does not lead to the end")
        self.place("nonsense")
        self.expect(self.event() == 0, "a link to nonsense does not lead to the beginning")

    def filters(self):
        self.place(0)
        self.js("const s = document.getElementById('search'); s.value = 'no such words at all';"
                "s.dispatchEvent(new Event('input'))")
        self.expect("No event has all of these" in (self.text(".list") or ""), "an empty list says nothing")
        self.expect((self.text(".filters .quiet") or "").startswith("0 of"), "the count of shown events is wrong")
        self.js("document.querySelector('.list button').click()")
        self.expect(f"{self.count} of {self.count} shown" == self.text(".filters .quiet"), "Show all does not")

    def predict(self):
        """Nothing of what is to be guessed stands anywhere on the page before it is answered."""
        asks = [row for row, event in enumerate(self.run["events"]) if event[18]]
        if not asks:
            return
        self.place(0)
        self.key("p")
        words = self.run["strings"]
        # Words of the scene and the legend tell nothing.
        general = self.body()
        for row in asks[:12]:
            self.key("End")
            self.expect(self.event() == row, f"the question about event {row + 1} comes at {self.event()}")
            body = self.body()
            outcome = words[self.run["events"][row][9]]
            # What has been said of another connection is no secret.
            earlier = "\n".join(words[event[9]] + "\n" + words[event[10]] for event in self.run["events"][:row])
            if outcome not in earlier and outcome not in general:
                self.expect(outcome not in body, f"'{outcome}' stands on the page before it was guessed")
            offered = self.js("return [...document.querySelectorAll('.filters option')].map(n => n.value).filter(Boolean)")
            past = self.run["events"][:row]
            known = {words[event[at]] for event in past for at in (3, 4, 5, 6)} | {
                str(message) for event in past for message in event[16]}
            self.expect(set(offered) <= known, f"a filter offers what is to come: {set(offered) - known}")
            shown = self.js("return [...document.querySelectorAll('.row')].map(n => Number(n.id.slice(6)))")
            self.expect(all(number < row for number in shown), "the list shows what is to come")
            ask = self.run["events"][row][18]
            self.expect(self.text(".card .head") == ask["words"], "the question is not asked")
            self.key(str(ask["right"] + 1))
            self.expect("You were right." in (self.text(".answer") or ""), f"event {row + 1}: a right answer is not")
            if self.faults:
                return
        self.js("document.querySelector('dialog[open]')?.close()")
        self.key("p")

    def narrow(self):
        for width in (320, 390, 1024):
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False})
            self.place(self.count // 2)
            wide = self.js("return document.documentElement.scrollWidth")
            self.expect(wide <= width, f"at {width} pixels the page is {wide} wide")
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def paper(self):
        # A tab with a long run is printed as well as it can be.
        pdf = base64.b64decode(self.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
        pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
        self.expect(1 <= pages <= 400, f"printing gives {pages} pages")
        self.expect(self.text(".story h1") == self.run["title"], "the storyboard has no title")

    def axe(self):
        if AXE is None:
            return
        self.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE})
        for theme in ("light", "dark"):
            for more in ("", "&pane=talk", "&pane=state"):
                self.js("document.documentElement.dataset.theme = arguments[0]", theme)
                self.place(self.count // 2, more)
                found = self.driver.execute_async_script(
                    "const done = arguments[0]; axe.run('#app').then(r => done(r.violations.map("
                    "v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.target + ' ' + n.failureSummary).join(' '))))")
                for words in found:
                    self.expect(False, f"axe, {theme}{more}: {words}")
        self.js("delete document.documentElement.dataset.theme")


def main():
    paths = [path for path in sys.argv[1:] if not path.startswith("--")]
    is_slice = "--slice" in sys.argv
    failed = 0
    driver = browser()
    try:
        for path in paths:
            page = Page(driver, path)
            for check in (page.console, page.figure, page.words, page.keys, page.filters, page.predict):
                check()
            page.stepping(20 if is_slice else 100)
            page.narrow()
            page.paper()
            page.axe()
            page.console()
            for fault in dict.fromkeys(page.faults):
                print(f"{path}: {fault}")
            failed += bool(page.faults)
    finally:
        driver.quit()
    print(f"{len(paths)} pages opened in Chromium, {failed} with faults"
          + ("" if AXE else "; axe is not installed, accessibility rules were not tried"))
    sys.exit(1 if failed else 0)


main()
