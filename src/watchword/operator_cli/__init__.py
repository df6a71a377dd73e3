"""The operator's command line: `watchword serve`, `init`, `admin …`."""
