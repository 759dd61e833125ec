"""A made county: departments with their units, accounts and budgets of some years, as what they owe each other."""
