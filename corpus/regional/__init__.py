"""Sets of tables as regions publish them, beside the Ministry's nine: corpus/sets.yaml drawn from the same accounts."""
