"""The evaluator: how well Records say what documents say, by wording family and scan condition."""
