"""Threering: the e-commerce contact centre that anyone can run with one command."""

from __future__ import annotations

__version__ = "0.1.0"
