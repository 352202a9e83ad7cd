"""Gương: from a directive to the public page, with every link walked back."""

__version__ = "0.1.0"
