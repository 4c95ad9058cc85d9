"""`python -m vaultval`."""

from vaultval.cli import main

main()
