"""What can go wrong outside the notes' contents: a file that refuses, a command misused."""


class VaultvalError(Exception):
    """A file or folder that refuses. The message is a whole sentence for the user."""
