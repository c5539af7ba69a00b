"""The pure rooms: reading, comparing, deciding, explaining.  No I/O, no clock, no environment, no logging."""
