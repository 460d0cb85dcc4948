"""Measurements of speed, memory and correctness; `python -m bench` runs them all."""
