"""What words mean (词典): titles, column headers, row labels and headings are cut into terms, which add up.

Nothing is looked up whole. A header that no list has ever shown, 以前年度财政拨款结余, is known all the same, because
its words are: 以前年度 says last year, 结余 a balance. What no word covers is a residue, which is reported and never
guessed. The words are data, in `patterns/lexicon/`.
"""
