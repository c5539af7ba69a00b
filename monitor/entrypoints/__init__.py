"""The ways in: the command line, the daemon's clockwork, the demo.  Nothing imports these rooms."""
