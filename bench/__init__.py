"""What Watchword costs, as ratios to well-known servers in the same run: `make bench`."""
