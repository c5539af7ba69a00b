"""Tollwatch: polls feeds, reads casualty and arrest figures, tells people when an estimate moves."""

__version__ = "0.1.0"
