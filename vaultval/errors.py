"""What can go wrong outside the notes' contents: a file that refuses, a command misused."""


class VaultvalError(Exception):
    """A file or folder that refuses. The message is a whole sentence for the user.

    exit_code: what the command ends with: 2 for what was asked for, 3 for what could not be written.
    """

    exit_code = 2
