"""Tables that no ruling lines frame: found by how their text stands."""
