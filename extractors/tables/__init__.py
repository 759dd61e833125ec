"""Lines and rulings to tables, joined over pages."""
