"""A quantity as people write it in a note, English or Chinese: to a number, and back to text.

Values are in base units: $1.5T is 1.5e12, 12 % is 0.12, 15bps is 0.0015. What two readers may take for two
numbers (兆, 12,5, 500-1M) is refused with a finding. Decided here:

- ¥ is CNY and $ is USD, unless the text names another currency that is written so (¥500 JPY, $5 CAD).
- m, mm and t are million and trillion for money and counts only; elsewhere they may be metres or tonnes.
- 1e5 and 5E are refused: in notes an E after a number mostly means an estimate.
- A trailing + means "at least"; parentheses around a whole number mean a negative one.
- Months and quarters are parts of a year; days and weeks are not turned into years.
"""

from vaultval.quantity.reading import Quantity, read
from vaultval.quantity.words import Unit
from vaultval.quantity.writing import written

__all__ = ["Quantity", "Unit", "read", "written"]
