"""The nine final-accounts tables (财决公开01-09表): tables told apart, read cell by cell, and turned into figures."""
