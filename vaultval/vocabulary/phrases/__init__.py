"""What vaultval writes into notes: each phrase in English and Chinese. Braces are filled in. A file for each topic."""

from vaultval.vocabulary.phrases.notes import PHRASES as NOTES

PHRASES = (*NOTES,)
