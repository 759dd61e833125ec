"""What is handed on from room to room: types, no reading."""
