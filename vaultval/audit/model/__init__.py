"""What typed notes state of figures that vaultval computes itself: held against their printed terms and the whole chain."""
