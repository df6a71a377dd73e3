"""The verbs of `watchword admin`."""
