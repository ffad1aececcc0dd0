# SPDX-License-Identifier: Apache-2.0
class Machine:
    def __init__(self):
        self.state = "idle"
        self.log = []
    def on(self, ev):
        handler = getattr(self, f"{self.state}_{ev}", None)
        if handler is None:
            raise ValueError(f"no {ev} in {self.state}")
        self.state = handler() or self.state
        self.log.append(self.state)
    def idle_start(self): return "run"
    def run_stop(self): return "idle"
m = Machine()
m.on("start"); m.on("stop")
print(m.log)  # expect: ['run', 'idle']
try:
    m.on("stop")
except ValueError as e:
    print(e)  # expect: no stop in idle
