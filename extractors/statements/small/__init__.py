"""Small tables of 三公 and the like, of no standard form: each figure is told by the labels around it."""
