"""What notes tell of one thing, metric and period; and where two of them tell it differently."""
