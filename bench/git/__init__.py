"""Rows of git: what Watchword costs against other servers of the same repositories."""
