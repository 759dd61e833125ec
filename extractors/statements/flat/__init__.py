"""Standard statements whose rulings are lost, as running text holds them: made tables again, for the same reader."""
