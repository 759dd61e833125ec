"""What people decided, about figures, cells, findings and documents: one journal, from which every output follows."""
