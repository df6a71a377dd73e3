"""What is reported about commits: statuses, and deployments with theirs."""
