"""What happened, as it is kept: the rows of the event table are the audit log."""
