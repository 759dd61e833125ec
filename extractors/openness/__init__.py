"""Who has published what, and how openly: the index of units and regions under the Ministry's headings."""
