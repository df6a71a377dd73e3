"""What people are to each other: who follows whom; what they mark, what they watch."""
