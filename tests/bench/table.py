# SPDX-License-Identifier: GPL-3.0-or-later
"""One line of the table of figures."""
from dataclasses import dataclass


@dataclass
class Row:
    work: str
    ours: float
    peer: float  # 0 = there is none
    goal: float  # the largest ratio, or with `absolute` the largest value of `ours`
    unit: str = "s"
    absolute: bool = False
    note: str = ""

    def figure(self):
        return self.ours if self.absolute or not self.peer else self.ours / self.peer

    def holds(self):
        return self.figure() <= self.goal


def _number(value, unit):
    return f"{value / 1e6:9.1f} MB" if unit == "B" else f"{value:10.3f} {unit}"


def print_row(row):
    peer = _number(row.peer, row.unit) if row.peer else " " * 12
    ratio = f"{row.ours / row.peer:7.2f} x" if row.peer else " " * 9
    goal = f"<= {_number(row.goal, row.unit).strip()}" if row.absolute else f"<= {row.goal:g} x"
    print(f"{row.work:46}{_number(row.ours, row.unit)}  {peer} {ratio}  {goal:12} {'ok' if row.holds() else 'MISSED':7}{row.note}",
          flush=True)
    return row.holds()
