"""The one rule of the extranet: who may know, see and open what. docs/extranet/access.md says it in words.

Every route, listing, search, feed, mail, bundle and job asks here. Superusers and system administrators appear
nowhere in it.
"""
