"""What people are told of, thread by thread, and what they have read of it."""
