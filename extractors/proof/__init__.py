"""What must hold: identities over facts, cells and forms."""
