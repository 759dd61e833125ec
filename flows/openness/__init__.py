"""`juesuan openness`: Records, a roster and events in; who published what and the index out."""
