"""The demo: a timeline of feeds, served on this machine, and the real daemon over it by a fast clock.

timeline.yaml   what was published when, in our own sentences, with the figures of January 2026
timeline.py     the YAML as values; what a reader would see of a feed at a moment
feeds.py        those values as RSS, Atom and JSON Feed over real HTTP on loopback
show.py         configuration, clock, daemon, and what is printed
"""
