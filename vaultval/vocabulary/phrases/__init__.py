"""What vaultval writes into notes: each phrase in English and Chinese. Braces are filled in. A file for each topic."""

from vaultval.vocabulary.phrases.accounts import PHRASES as ACCOUNTS
from vaultval.vocabulary.phrases.audit import PHRASES as AUDIT
from vaultval.vocabulary.phrases.calculations import PHRASES as CALCULATIONS
from vaultval.vocabulary.phrases.calendar import PHRASES as CALENDAR
from vaultval.vocabulary.phrases.company import PHRASES as COMPANY
from vaultval.vocabulary.phrases.compare import PHRASES as COMPARE
from vaultval.vocabulary.phrases.dcf import PHRASES as DCF
from vaultval.vocabulary.phrases.fragility import PHRASES as FRAGILITY
from vaultval.vocabulary.phrases.importing import PHRASES as IMPORTING
from vaultval.vocabulary.phrases.notes import PHRASES as NOTES
from vaultval.vocabulary.phrases.reverse_dcf import PHRASES as REVERSE_DCF
from vaultval.vocabulary.phrases.sensitivity import PHRASES as SENSITIVITY
from vaultval.vocabulary.phrases.strength import PHRASES as STRENGTH
from vaultval.vocabulary.phrases.time import PHRASES as TIME
from vaultval.vocabulary.phrases.what_if import PHRASES as WHAT_IF

PHRASES = (
    *NOTES,
    *COMPANY,
    *REVERSE_DCF,
    *DCF,
    *COMPARE,
    *ACCOUNTS,
    *CALCULATIONS,
    *TIME,
    *STRENGTH,
    *CALENDAR,
    *FRAGILITY,
    *SENSITIVITY,
    *WHAT_IF,
    *AUDIT,
    *IMPORTING,
)
