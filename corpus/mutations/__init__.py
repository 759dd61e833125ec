"""Documents broken at random, in every kind of file: each gives a Record or a refusal by name, never anything else."""
