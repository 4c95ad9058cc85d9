"""A finding as a value, and the one table of every finding that vaultval can make."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from vaultval.place import Place


class Severity(IntEnum):
    """How much a finding weighs. An error means that a number is missing or cannot be trusted."""

    ERROR = 0
    WARNING = 1
    NOTE = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding.

    code, name: how people refer to it. sentence: the rule that the note breaks.
    mend: how the user mends it.
    """

    code: str
    name: str
    severity: Severity
    sentence: str
    mend: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# In the order of the stages that make them, so that sorting by code puts root causes first.
RULES: tuple[Rule, ...] = (
    # 1xx: files and properties
    Rule("VV101", "not-utf8", _W, "A note is UTF-8 text.",
         "Save the note as UTF-8. It was read as far as possible, and vaultval will not write to it."),
    Rule("VV102", "unreadable", _E, "vaultval must be able to read a note.",
         "Check the permissions of the file or folder; the rest of the vault was read."),
    Rule("VV103", "symbolic-link", _N, "Symbolic links are not followed, so that no path leads out of the vault.",
         "Move the file or folder into the vault if it should take part."),
    Rule("VV104", "conflict-copy", _W, "A copy that a sync service made of a conflict is not a note of its own.",
         "Merge it into the original and delete the copy."),
    Rule("VV105", "bad-properties", _E, "The properties between the --- lines are YAML.",
         "Quote values that hold a colon, a #, {{ or @. Until then the note has no properties, and vaultval does not write to it."),
    Rule("VV106", "duplicate-property", _E, "A property is written once.",
         "Keep one of the two lines. Until then the first one counts, and vaultval does not write to the note."),
    Rule("VV107", "awkward-property", _N, "Some property names are read as something else by other YAML tools.",
         "Nothing is wrong in Obsidian or here. Rename or quote the property if other tools read the note, too."),
    Rule("VV108", "bad-config", _E, "vaultval.toml holds known keys with values of the right kind.",
         "Correct the key or the value; its default was used."),
    Rule("VV109", "property-not-list", _W, "Several tags, aliases or links are a list.",
         "Write each on a line of its own, as in `- macro`, or in brackets, as in [macro, rates]; Obsidian takes the text as it stands."),
    Rule("VV110", "retired-property", _N, "Obsidian reads `tags`, `aliases` and `cssclasses`; since 1.9 no longer `tag`, `alias` and `cssclass`.",
         "Rename the property."),
    Rule("VV111", "names-alike", _W, "Two files of one folder differ in more than case, or the way an accent is encoded.",
         "Rename one of the two; on most computers one of them hides the other, and links cannot tell them apart."),
    Rule("VV112", "changed-while-reading", _W, "A note stays as it is while it is read.",
         "Run again once the editor or the sync service is done; what was read last was used."),
    Rule("VV113", "bad-canvas", _W, "A canvas is a file of JSON Canvas 1.0.",
         "Open the canvas in Obsidian and mend it, or delete it; its links were left out."),
    Rule("VV114", "accidental-heading", _N, "A line of - or = right below text makes a heading of that text.",
         "Put a blank line before the line of - if it was meant as a rule."),
    # 2xx: links and names
    Rule("VV201", "link-to-nothing", _N, "A link leads to a note or file of the vault.",
         "Create the note, or correct the link."),
    Rule("VV202", "ambiguous-link", _W, "A link names one note.",
         "Write the path in the link, as in [[folder/Name]]; Obsidian itself may choose either note."),
    Rule("VV203", "reference-to-nothing", _E, "An attribute that names another node leads to that node.",
         "Correct the link, or create the node."),
    Rule("VV204", "wrong-kind", _E, "An attribute that names another node leads to one of the right kind.",
         "Give the note that is linked the right type, or link another."),
    Rule("VV205", "duplicate-name", _E, "Companies, options and narratives each have a name of their own.",
         "Rename one of the notes. Until then the second one goes by its path."),
    Rule("VV206", "unknown-kind", _W, "The type of a note is one that vaultval knows, or a word of the user's own.",
         "Correct the spelling, or add the word to [vocabulary] in vaultval.toml."),
    Rule("VV207", "link-by-alias", _N, "A link leads to a note by the name of its file, not by an alias.",
         "Write [[Name|alias]], as Obsidian does when it completes an alias; as it stands, Obsidian would create a new note."),
    Rule("VV208", "tag-with-punctuation", _N, "A tag runs on to the next blank or ASCII mark; full-width marks are part of it.",
         "Put a blank behind the tag."),
    Rule("VV209", "pipe-in-table", _W, "In a table, the | of a link has a backslash before it.",
         "Write [[Name\\|alias]]; without the backslash the cell ends there."),
    Rule("VV210", "tag-not-read", _N, "A tag has a blank before its #, or begins the line.",
         "Put a blank before the #; until then it is text."),
    # 3xx: quantities
    Rule("VV301", "not-a-quantity", _E, "This attribute is a number with its unit.",
         "Write it as in $1.5T, 12 %, 25x, 3.539B, 1,309亿美元 or 2031."),
    Rule("VV302", "ambiguous-quantity", _E, "A number reads the same to everybody.",
         "Write a decimal point, group thousands by three, and use 万亿 or 百万 in place of 兆."),
    Rule("VV303", "wrong-unit", _E, "A quantity has the unit that its attribute asks for.",
         "Correct the unit."),
    Rule("VV304", "mixed-currencies", _E, "Amounts in different currencies are never added up.",
         "Convert the amount to the currency of the company's price."),
    Rule("VV305", "not-a-date", _E, "A date is written YYYY-MM-DD, and exists in the calendar.",
         "Correct the date."),
    Rule("VV306", "range-as-number", _W, "An attribute that is one number is written as one number.",
         "Write one number; the middle of the range was used, and its ends in `vaultval sensitivity`."),
    # 4xx: companies, options, narratives, evidence
    Rule("VV401", "missing-attribute", _E, "What is computed has all its inputs; none is guessed.",
         "Add the attribute."),
    Rule("VV402", "probability-out-of-range", _E, "A probability lies between 0 and 1.",
         "Correct it, for example 45 % or 0.45."),
    Rule("VV403", "weights-not-one", _E, "The weights of an option's scenarios sum to 100 %.",
         "Correct the Weight column; the value was computed with the weights as they stand."),
    Rule("VV404", "requires-cycle", _E, "An option does not require itself, through others or directly.",
         "Take one link out of the circle; the options on it were not valued."),
    Rule("VV405", "discount-factor", _W, "A discount factor is 1/(1+wacc)^horizon.",
         "Leave the DF column and `discount_factor` out to have it computed, or keep them to pin the author's own."),
    Rule("VV406", "market-cap", _W, "The market capitalisation is price × shares.",
         "Check the three figures; basic and diluted shares are often mixed."),
    Rule("VV407", "unknown-row", _E, "The options in a table are options of the company.",
         "Correct the name in the table, or give the option `company`."),
    Rule("VV408", "coefficient", _E, "A synergy coefficient lies between 0 and 1.",
         "Correct the cell; it was left out."),
    Rule("VV409", "unknown-column", _W, "A column has a header that vaultval knows.",
         "Correct the header, or add it to [vocabulary]; the column was left out."),
    Rule("VV410", "stated-twice", _W, "An attribute is stated once in its node.",
         "Keep one of them; the first in the order properties, inline fields, header lines was used."),
    Rule("VV411", "sign-disagrees", _W, "The sign of evidence agrees with the side that it is filed under.",
         "Change the sign, or move the item. The side it is filed under was used."),
    Rule("VV412", "unknown-choice", _E, "An attribute with a fixed set of values has one of them.",
         "Use one of the words listed."),
    Rule("VV413", "company-assumed", _N, "An option names its company.",
         "Add `company`; the only company of the vault was assumed."),
    Rule("VV414", "probability-band", _N, "A probability fits the stage of its option.",
         "Nothing has to change; say in the note why this option is different."),
    Rule("VV415", "milestone-of-nothing", _W, "A milestone or kill switch belongs to an option.",
         "Move the task into the option's note or section, or add [on:: [[Option]]]."),
    Rule("VV416", "horizon", _E, "An option's year lies after the date of the price.",
         "Correct `year`, `tam_year` or `price_date`."),
    Rule("VV417", "date-not-at-end", _N, "The Tasks plugin reads a date only at the end of the line.",
         "Move fields and text before the emoji. vaultval reads the date all the same."),
    Rule("VV418", "utilisation-bases", _W, "Utilisation is the same per share and by market capitalisation.",
         "The two differ where market_cap is not price × shares; both are shown."),
    Rule("VV419", "missed-milestone", _W, "The milestones of an option that carries over 30 % of full value are met.",
         "Read the option again: its case rests on something that did not happen in time."),
    Rule("VV420", "narrative-concentration", _W, "No single narrative carries over 60 % of the option value.",
         "Nothing has to change; one story decides the value of this company."),
    Rule("VV421", "evidence-of-the-future", _N, "Evidence dated after the day of the valuation does not exist yet.",
         "It counts from its date on; pass a later --as-of to see it."),
    Rule("VV422", "mandatory-field", _E, "A kill switch says what it does.",
         "Add [effect:: ×0.5] or [effect:: 3 %]."),
    Rule("VV423", "done-in-the-future", _N, "A milestone or kill switch ticked after the day of the valuation is still open on that day.",
         "Pass --as-of with a later day, or change as_of in vaultval.toml, to see it count."),
    Rule("VV424", "evidence-without-label", _N, "Evidence has a provenance label.",
         "Add [hard], [inferred], [judgement] or [media] at the end of the item; without one it has no points."),
    Rule("VV425", "source-without-effect", _W, "A source of synergy has a coefficient in the synergy matrix, and is one of two at most.",
         "Add the cell to the matrix, row = source, column = this option, or shorten `boosted_by`; until then the source lifts nothing."),
    Rule("VV426", "ratio-out-of-range", _E, "Market shares, margins and rates are parts of a whole.",
         "Write the % sign, as in 11.5 %."),
    Rule("VV427", "evidence-not-counted", _W, "A labelled item of a narrative stands under Evidence or Counter-evidence.",
         "Move the item under such a heading inside the narrative, or add [supports:: [[…]]] or [contradicts:: [[…]]] to it."),
    Rule("VV428", "unquoted-link", _W, "A link in a property stands in quotes, or Obsidian does not see it.",
         'Write it as in narrative: "[[Name]]". vaultval reads it all the same.'),
    Rule("VV429", "unknown-field", _W, "The fields of a milestone, a kill switch or a piece of evidence are those that vaultval knows, with two colons.",
         "Write it as in [hit:: ×1.2], [miss:: ×0.75], [cap:: 28 %], [effect:: ×0.5], [on:: [[Option]]], [outcome:: late]."),
    Rule("VV430", "row-of-totals", _N, "A row of totals is no row of its own.",
         "Nothing has to change; the row was left out."),
    Rule("VV431", "narrative-without-evidence", _W, "A narrative rests on evidence.",
         "Add evidence with a label under Evidence or Counter-evidence; until then its score says nothing."),
    Rule("VV432", "evidence-for-rivals", _W, "Evidence for a narrative is not at once evidence for its rival.",
         "Decide which of the two it supports, or take the `contradicts` out between them."),
    Rule("VV433", "single-source", _N, "A narrative rests on more than one source.",
         "Nothing has to change; if this source is wrong, little or nothing speaks for the narrative."),
    Rule("VV434", "link-weight", _E, "The weight of a link between a narrative and another node is a number above 0 and at most 10.",
         "Write it behind the link, as in [[Name]] 0.5 or [[Name]] ×0.5, or leave it out; until then the link counts nothing."),
    Rule("VV435", "reliability", _E, "The reliability of a source is an Admiralty code: a letter from A to F, and a digit from 1 to 6.",
         "Write it as in `reliability: B2`; until then it lowers nothing."),
    Rule("VV436", "unsettled-circle", _W, "Narratives that lean on each other in a circle have one strength each.",
         "Lower the weights of the links, or take one out; until then the strengths depend on where the reckoning begins, or do not settle."),
    Rule("VV437", "path-length", _E, "A driver's path fits the years of the forecast.",
         "State as many values as `years`, shorten the fade, or say how long each stretch lasts, as in `20 % for 5, 20 % -> 3 % over 5`. Until then there is no DCF."),
    Rule("VV438", "terminal-value", _E, "A terminal value rests on a flow above zero, a discount rate at least one percentage point above its growth, and a return on capital above its growth.",
         "Lower `terminal_growth`, forecast on until the business earns, or state an `exit_multiple`. Until then there is no DCF."),
    Rule("VV439", "terminal-growth", _W, "Growth for ever lies at least four percentage points below the discount rate, and not above the risk-free rate.",
         "Lower `terminal_growth`, or look at the terminal value's share: a small change of either rate now moves the value a lot."),
    Rule("VV440", "wacc-components", _W, "The components of a wacc are all stated, and a stated wacc is within one percentage point of what they come to.",
         "State what is missing, or correct `wacc` or the component that is off; the stated wacc was used."),
    Rule("VV441", "segment-without-row", _W, "A segment that states a DCF has a row in a company's Segments table that links to it.",
         "Link the segment in the first column of the company's Segments table; until then it counts nowhere."),
    Rule("VV442", "overlay-band", _W, "An overlay lies within the band that its author gives.",
         "Correct `overlay` or `overlay_band`."),
    Rule("VV443", "reverse-dcf-inputs", _W, "A reverse DCF, a real option or a project in stages has all its inputs.",
         "Add what is missing, or take the rest out; until then this part is left out, and nothing else."),
    Rule("VV444", "no-solution", _N, "A price can be explained by a growth within the range that is searched.",
         "Nothing has to change; look at the enterprise value, the margins and the rates that the forecast states."),
    Rule("VV445", "risk-twice", _N, "One risk is counted once: as a probability of success, or as volatility.",
         "Nothing has to change; the value by volatility stands beside the other, takes no probability, and is never added."),
    Rule("VV446", "odds-incoherent", _N, "What a milestone does to a probability, weighted by its odds, averages to that probability.",
         "Nothing has to change, if the pessimism or optimism is meant. Else change `hit`, `miss`, `cap` or the probability; docs/calendar.md says how they hang together."),
    Rule("VV447", "flywheel-open", _W, "A flywheel comes back to where it began.",
         "Write the first step again at the end, as in A → B → C → A. Until then the chain turns nothing by itself."),
    Rule("VV448", "flywheel-name", _N, "A step of a flywheel that is an option bears the option's name.",
         "Link the option, as in [[Name]], or give the step a name of its own."),
    Rule("VV449", "multiplier-band", _N, "A platform multiplier lies within the band of the platform's stars.",
         "Nothing has to change; the stated multiplier was used. Say in the note why this platform is different."),
    Rule("VV450", "framework-range", _E, "A framework has a low and a high end, the low one first, and of a multiple its sales.",
         "Complete or correct the row; until then it counts nowhere, and parts with such a row are not added up."),
    Rule("VV451", "fiscal-year", _W, "The accounts have one row for each year that is past.",
         "Begin the row with its year, as in FY2025, and keep one row and one figure a year; what is named here was left out."),
    Rule("VV452", "year-missing", _N, "The years of the accounts follow one another.",
         "Add the year. Until then there is no change over the gap; rates a year count the years that went by."),
    Rule("VV453", "no-growth-rate", _N, "A rate of growth needs amounts above zero at both ends.",
         "Nothing has to change; read the amounts themselves."),
    Rule("VV454", "analogue-counts", _E, "Of the options of an analogue, no more came true than there were.",
         "Write whole numbers, and a dash where it is open; the row was left out."),
    Rule("VV455", "correlation-matrix", _W, "The successes of options can be correlated as a simulation is to: the matrix of their correlations is positive semidefinite.",
         "Nothing has to change: the nearest matrix that is possible was used. Else let options that are both tied to a third one be tied to each other, too, or pass a smaller --correlation."),
    Rule("VV459", "tam-year", _N, "The market of an option is that of the year in which it succeeds.",
         "State the market of that year, or its growth a year as `tam_growth`; the method ovm-1.1 takes the market as it stands, vv-1 brings it to the year by its growth."),
    Rule("VV460", "synergy-source", _N, "The sources of an option's synergy are those that help it most by the synergy matrix.",
         "Nothing has to change, if the choice is meant. Else name others under `boosted_by`, or leave it out, and the matrix decides."),
    Rule("VV461", "probability-basis", _N, "A probability that holds the help of others is no smaller than that help alone.",
         "Raise the probability, lower the coefficients, or write `probability_basis: leak`, if it is meant without the others. The probability was used as it stands."),
    Rule("VV462", "counted-twice", _W, "One event moves a probability once: as a milestone, or as evidence of a narrative that drives the option.",
         "If it is one event, set the milestone's `hit` or `miss` to ×1, or take the option out of the narrative's `drives`."),
    Rule("VV463", "price-stated-twice", _W, "A day has one price.",
         "Keep one of the two. `price` counts on its own day, and else the first row."),
    Rule("VV464", "price-of-the-future", _N, "A value is held against the price that was known on its day.",
         "Add the price of that time to a table Prices, Date | Price, in the company's note."),
    Rule("VV466", "calculation", _E, "A formula is made of numbers, + − × / ^, brackets, and names of rows above it or of the company's numbers.",
         "Correct the formula; until then the row has no result."),
    Rule("VV467", "calculation-differs", _W, "A stated result is what its formula gives, to the digits that are printed.",
         "Correct the result or the formula."),
    Rule("VV468", "field-twice", _W, "A milestone or kill switch states each of its fields once.",
         "Keep one of them; the first was used. What differs by option goes into one field, as in [effect:: [[One]] ×0, [[Other]] ×0.7]."),
    Rule("VV469", "sensitivity-key", _E, "What a Sensitivity table changes is an input of the valuation.",
         "Correct the key, as in Robotaxi.probability, Robotaxi.Bull.share, Tesla.wacc or all.probability; `vaultval sensitivity --all` lists them. Until then the row is left out."),
    Rule("VV470", "sensitivity-change", _E, "A change says what an input is to be, as KEY = VALUE or KEY × FACTOR, and the input can be that.",
         "Write it as in `Robotaxi.probability = 50 %` or `all.probability × 2`, several with a ; between them; until then the row is left out."),
    Rule("VV471", "consensus-differs", _W, "A stated consensus_growth is within one percentage point of what the Consensus table comes to.",
         "Correct `consensus_growth` or the table, or leave `consensus_growth` out; the stated one was used."),
    Rule("VV472", "new-capital", _N, "The capital that a forecast adds earns between 0 and 100 % a year.",
         "Nothing has to change, if it is meant. Else look at `capex`, `depreciation` and `working_capital` beside the growth and the margins."),
    Rule("VV473", "result-not-finite", _E, "What is computed is a number that can be written down.",
         "Look for a rate or a number of years that is far from what it can be; until then this part is left out, and nothing else."),
    Rule("VV474", "statements-disagree", _W, "What a note states in two ways agrees, in amount and in scale.",
         "Correct one of the two, or take it out; until then each counts where it stands."),
    Rule("VV475", "segment-twice", _E, "The DCF of a segment counts in one row.",
         "Link another segment, or state the second row's own base value; until then it has none."),
    Rule("VV476", "dilution-apart", _N, "The shares of core and full value are those that `shares` states.",
         "Nothing has to change, if the dilution is small. Else put a diluted count into `shares` and take the table out: with it, the DCF's value per share and the reverse DCF are diluted by the table."),
    Rule("VV477", "date-not-read", _W, "A day is written so that it is read in one way only, best as YYYY-MM-DD.",
         "Write it as in 2026-01-28, for evidence (2026-01-28) or [date:: 2026-01-28]. Until then evidence has no date, counts on every day, and does not age; what is watched is due on no day."),
    Rule("VV478", "evidence-twice", _W, "An item counts once for a narrative, and on one side of it.",
         "Keep one of the two, or link one to the other by [superseded_by:: [[…]]]; until then both count."),
    Rule("VV479", "narrative-both-ways", _W, "A narrative speaks for another one or against it, and not for or against itself.",
         "Take one of the two links out, or the link to itself. Until then two links count side by side; one to itself counts nothing."),
    Rule("VV480", "row-named-twice", _W, "The rows of a table have names of their own.",
         "Give one of them another name; both count until then."),
    Rule("VV481", "probability-zero", _E, "An option that is certain to fail succeeds in none of its scenarios.",
         "Give the option a probability above zero, or its scenarios none; until then it is not valued."),
    # 5xx: writing
    Rule("VV501", "block-edited", _E, "A block between vaultval's markers holds what vaultval wrote.",
         "Move your own text out of the block, then run `vaultval refresh --force`."),
    Rule("VV502", "broken-markers", _E, "Each vaultval:begin has its vaultval:end, alone on their lines, not nested.",
         "Restore the missing marker, or delete the one that is left; what stood in the block is written anew. The note was left alone."),
    Rule("VV503", "note-changed", _E, "A note is written only if it is still what was read.",
         "Run `vaultval refresh` again."),
    Rule("VV504", "no-place-for-block", _E, "A block stands at the top level of a note.",
         "Close the code fence, comment or math that runs to the end of the note."),
    Rule("VV505", "cannot-write", _E, "vaultval must be able to write the note.",
         "Check the permissions of the file and its folder."),
    Rule("VV506", "marker-in-code", _N, "A marker in code is text.",
         "Nothing has to change; this block is not refreshed."),
    Rule("VV507", "undo-refused", _E, "A run is undone only where its notes are still as it left them.",
         "The note was changed since; restore it by hand from the file named."),
    Rule("VV508", "no-place-for-properties", _W, "vv_ properties are lines of `name: value` between two --- lines.",
         "Close the properties with a second ---, or write them as YAML in place of JSON; the block was written, the properties were not."),
    Rule("VV509", "orphaned-block", _N, "A block belongs to a node of its note.",
         "Delete the block if the section that it was about is gone or has another name; nothing refreshes it any more."),
    Rule("VV510", "link-not-added", _W, "A link that vaultval adds changes nothing else that a note says.",
         "Write the link or field by hand. A name that is never to be linked goes on the list link.stop of vaultval.toml."),
    # 6xx: the audit
    Rule("VV601", "wrong-figure", _E, "A stated figure can be what its inputs, as printed, come to.",
         "Work out which of the two is meant, and correct the figure or the input; what was built on the figure is off, too."),
    Rule("VV602", "told-differently", _W, "A fact of one thing, period and day has one value, wherever it is told.",
         "Correct the one that is wrong. If both were right at their time, write the day behind each, as in (2026-02-10), or the period, as in FY2025."),
    Rule("VV603", "hard-without-source", _N, "A fact that is called hard says where it is from.",
         "Name the source in the label, as in [hard: 10-K FY2025], or behind it by a link, a footnote or [source:: [[…]]]."),
    Rule("VV604", "citation-without-reference", _W, "A number in brackets that cites a source has its entry in the list of references.",
         "Add the entry under its number, as in `17. …` or `[17]: …`, or take the citation out."),
    Rule("VV605", "label-points", _N, "The points of a label are those of its class.",
         "Nothing has to change, if the item is meant to weigh otherwise. Else leave the points out, change the class, or set scoring.points in vaultval.toml."),
    Rule("VV607", "model-differs", _W, "A stated value is what its own terms come to, and what the whole chain of inputs comes to.",
         "Work the chain out from its inputs: correct the terms that are off, then the value; or state what else it was made with."),
    # 62x: what is imported from a report
    Rule("VV620", "import-unread", _N, "A table, list or box of a report is read, where its section is one that is imported.",
         "Nothing has to change: it stays in the report. Move by hand what belongs into the notes; docs/importing.md says which columns and labels are read."),
    Rule("VV621", "import-cell", _W, "A cell or line of a report that belongs to what is imported can be read.",
         "Add it to the note by hand, or correct it in the report and import once more, after `vaultval undo`."),
    Rule("VV622", "import-kept", _N, "An import never writes over a note that is there.",
         "Compare the two with --diff and take over by hand what you want, or rename the one that is there and import once more."),
    Rule("VV623", "import-sum", _W, "What is imported of a report comes to the sum that the report states of it.",
         "Compare the rows and cards with the report: one that is missing, stands twice or is a sum itself explains a difference. If all are there, the report's own sum is off."),
    Rule("VV624", "import-sum-row", _N, "A row that is the sum of the rows above it is no business of its own.",
         "Nothing has to change. If it is a business all the same, add it to the Segments table of the company's note."),
    Rule("VV630", "arithmetic-unread", _N, "Arithmetic in a note is no longer than 200 numbers, nests no deeper than 30 brackets, and has a finite result.",
         "Split it into steps that each state a result of their own. Where it is in order but divides by zero, look for the figure that is missing."),
)  # fmt: skip

BY_NAME = {rule.name: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a note that the user should know, as a value.

    message: what is the matter here, one sentence. expected, found: the two sides, where there are two.
    hint: a way out that is special to this case (a did-you-mean); the rule's own `mend` is always shown.
    other: another place that the finding is about. Messages name no lines, for they would move with every refresh.
    """

    rule: Rule
    place: Place
    message: str
    expected: str = ""
    found: str = ""
    hint: str = ""
    other: Place | None = None

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return self.rule.severity


def finding(
    name: str,
    place: Place,
    message: str,
    *,
    expected: str = "",
    found: str = "",
    hint: str = "",
    other: Place | None = None,
) -> Finding:
    """A finding by its rule's name. Raises KeyError for a name that is not in RULES."""
    return Finding(BY_NAME[name], place, message, expected, found, hint, other)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once: errors first, then by stage (root causes before what follows from them), then by place."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.severity, f.rule.code, f.place))
