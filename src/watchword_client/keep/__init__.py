"""Where tokens are kept on this machine: helpers of git, asked, filled and emptied."""
