"""Finding: what is asked of a search engine, what it answers, and what keeps its index true.

Everything here is engine-neutral. The engines themselves are plugged in from above (`engine.plug_in`), and
so is what there is to find (`sources.register`).
"""
