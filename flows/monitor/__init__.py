"""Watches sites for disclosures: what is new, what changed, what was taken down, what is overdue."""
