#!/usr/bin/env python3
"""Compares instruction counts with Benchmarks/instructions.csv; `--update` renews that file."""
from harness import guard

if __name__ == "__main__":
    guard.main()
