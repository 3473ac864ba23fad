"""Texts out of a word processor, whichever: lines, tables and pictures in a row, and what they are understood as.

`word` and `opendocument` read their files to `parts`; here it is told what is a title, a heading (`headings`),
a list that was only typed (`typed`), a head that tells of the document (`head`). It is written as HTML, which
`markup` reads as any other, with a tale of what each paragraph was taken for (`writing`).
"""
