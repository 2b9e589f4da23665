"""The matching engine: the best for everyone, in pure numbers, with a proof.

Seekers and supporters are numbers from zero; whoever calls gives them in an order of its own that does not depend on
chance (by id), so that the same people always get the same answer. `pairs.pairs_of` takes the allowed pairs,
`solving.solve` finds the most people matched and, among those ways, the highest total score; `offering` names
alternatives, `pieces` and `judging` make pairs from what people answered, `explaining` says why somebody has nobody.
It imports nothing of the house: only numpy and OR-Tools, whose min-cost flow takes places as they are and came out
quickest at every size measured (scipy's matching needs each place written out and took twelve times as long at 18,000).
"""
