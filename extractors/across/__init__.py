"""Identities across documents: what each Record offers to others, held against what others offer."""
