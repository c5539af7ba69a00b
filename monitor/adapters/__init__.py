"""The two ends of the line: the network, the database and the destinations.  They know model and errors, never core."""
