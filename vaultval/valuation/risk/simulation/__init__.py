"""Full value as a distribution. The only room that imports NumPy and SciPy, and so is imported only when asked for."""
