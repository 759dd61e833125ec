"""Whole made disclosures as the rooms behind binding get them: text figures, statements, forms, printed figures."""
