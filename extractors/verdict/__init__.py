"""How sure each fact and cell is, and who is to blame where an identity fails."""
