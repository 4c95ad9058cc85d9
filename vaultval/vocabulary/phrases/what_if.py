"""The phrases of the changes that a note supposes, and of the options by probability and value."""

from vaultval.vocabulary.words import phrase as _p

PHRASES = (
    _p("what_if_title", "What if: full value under {count} changes", "假设：{count} 项变动下的总价值"),
    _p("what_if_change", "Change", "变动"),
    _p("what_if_full_value", "Full value", "总价值"),
    _p("what_if_difference", "Difference", "差额"),
    _p("what_if_uncapped", "Difference, uncapped", "差额（不设上限）"),
    _p("what_if_against_price", "Against price", "相对股价"),
    _p("what_if_stated", "Stated", "笔记所写"),
    _p("what_if_agrees", "{stated}, agrees", "{stated}，一致"),
    _p("what_if_otherwise", "{stated}, differs", "{stated}，不一致"),
    _p("what_if_more", "and {count} more", "另有 {count} 项"),
    _p("what_if_how", "Each is the model run again with this change alone, from {full}. A stated figure with a sign is held against the difference, one without against full value.",
       "每项均由模型以此变动单独重新运行，起点为 {full}。带正负号的所写数字与差额对照，不带的与总价值对照。"),
    _p("what_if_differs", "{wrong} of {told} stated figures differ. One that was reckoned in proportion to a value with synergy leaves out the cap and the scenarios.",
       "{told} 个所写数字中有 {wrong} 个不一致。按含协同价值的比例推算的数字，不计上限与情景。"),
    # options by probability and value
    _p("matrix_title", "Options by probability and value", "期权：概率与价值"),
    _p("matrix_probability", "Probability after synergy", "协同后概率"),
    _p("matrix_value", "Value with synergy", "协同后价值"),
    _p("matrix_of_largest", "Of the largest", "相当于最大者"),
    _p("matrix_field", "Field", "象限"),
    _p("matrix_unlikely", "Unlikely", "概率低"),
    _p("matrix_likely", "Likely", "概率高"),
    _p("matrix_small", "Small", "价值小"),
    _p("matrix_large", "Large", "价值大"),
    _p("matrix_1", "Large and likely", "价值大、概率高"),
    _p("matrix_2", "Large and unlikely", "价值大、概率低"),
    _p("matrix_3", "Small and unlikely", "价值小、概率低"),
    _p("matrix_4", "Small and likely", "价值小、概率高"),
    _p("matrix_how", "Likely: a probability of 50% and more. Large: half of the largest and more. Without emergent options.",
       "概率高：50% 及以上。价值大：最大者的一半及以上。不含涌现期权。"),
)  # fmt: skip
