"""What people are to each other: who follows whom."""
