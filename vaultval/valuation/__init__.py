"""The arithmetic of the method, one file a step; pure functions over N, a float or a Figure."""
