"""What the security log follows of access: for whom sections and collections are.

Named by the id of their place alone; a page's title may be what the audience keeps apart.
"""

from intranet.access.models import CollectionAudience, SectionAudience
from intranet.audit.watch import watch, watch_members

for _model, _place in ((SectionAudience, "page"), (CollectionAudience, "collection")):
    watch(_model, ("audience", _place), lambda _: "")
    watch_members(_model.groups.through, lambda _: "", lambda group: group.name, "groups")
