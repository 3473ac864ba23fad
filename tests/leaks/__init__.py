"""The leak matrix: every persona tries every path by which something restricted could come out.

`personas` says who asks, `secrets` plants what must not come out (and who may have it), `routes` gives every address
of the site a verdict, `paths` lists the ways and says which test walks each of them. A later app adds its personas,
its secrets and its routes here; until it does, its new addresses fail the matrix by name.
"""
