"""Figures that compare this project with Wagtail as it comes, or with itself at another size.

Never absolute times: those say more about the machine than about the code. Both sides of a ratio are measured
in one run, turn by turn, on the same machine. `make bench` runs them all and writes docs/benchmarks.md.
"""
